package dev.longrun.engine;

import dev.longrun.model.Architecture;
import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Architecture.Experts;
import dev.longrun.model.Architecture.Heads;
import dev.longrun.model.Architecture.Hidden;
import dev.longrun.model.Architecture.Learned;
import dev.longrun.model.Architecture.Norm;
import dev.longrun.model.Architecture.Norms;
import dev.longrun.model.Architecture.Positions;
import dev.longrun.model.Architecture.Rotary;
import dev.longrun.model.Family;
import dev.longrun.model.RopeScaling;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small shape of every family, off every default: windows shorter than the prompts, heads wider than the model. */
final class TinyModels {

    private static final int VOCABULARY = 320;
    private static final int WIDTH = 64;
    private static final int CONTEXT = 256;

    private TinyModels() {
    }

    static Map<String, Architecture> all() {
        Map<String, Architecture> all = new LinkedHashMap<>();
        Norms rms = new Norms(Norm.RMS, 1e-5, false, false);
        Norms queryKey = new Norms(Norm.RMS, 1e-6, false, true);
        Norms post = new Norms(Norm.RMS, 1e-5, true, false);
        Norms gemma = new Norms(Norm.RMS_PLUS_ONE, 1e-5, true, false);
        Heads heads = Heads.plain(4, 2, 24);
        Hidden swiglu = new Hidden(Activation.SWIGLU, 160, false);
        Hidden none = new Hidden(Activation.SWIGLU, 0, false);
        Rotary plain = Rotary.plain(10_000);
        Rotary llama3 = new Rotary(500_000, new RopeScaling.Llama3(32, 1, 4, 8192), 0);
        all.put("llama", model(Family.LLAMA, 2, rms, heads, 0, plain, swiglu, Optional.empty(), false));
        all.put("llama3", model(Family.LLAMA, 2, rms, heads, 0, llama3, swiglu, Optional.empty(), true));
        all.put("llama-linear", model(Family.LLAMA, 2, rms, heads, 0,
            new Rotary(10_000, new RopeScaling.Linear(4), 0), swiglu, Optional.empty(), true));
        all.put("llama-yarn", model(Family.LLAMA, 2, rms, heads, 0, new Rotary(10_000, new RopeScaling.Yarn(4, 64, 32,
            1, 1, RopeScaling.Yarn.paperMagnitude(4)), 0), swiglu, Optional.empty(), true));
        all.put("mixtral", model(Family.MIXTRAL, 2, rms, heads, 0, plain, none,
            Optional.of(new Experts(6, 2, 96, true, 0)), false));
        Heads biased = new Heads(4, 2, 16, 0.25, 0, 0, true, false);
        all.put("qwen2", model(Family.QWEN2, 2, rms, biased, 0, Rotary.plain(1_000_000), swiglu, Optional.empty(),
            true));
        all.put("qwen3", model(Family.QWEN3, 2, queryKey, heads, 0, Rotary.plain(1_000_000), swiglu,
            Optional.empty(), false));
        all.put("qwen3moe", model(Family.QWEN3_MOE, 2, queryKey, heads, 0, plain, none,
            Optional.of(new Experts(8, 3, 48, true, 0)), false));
        Hidden geglu = new Hidden(Activation.GEGLU, 160, false);
        Heads capped = new Heads(4, 2, 24, heads.scale(), 50, 0, false, false);
        all.put("gemma2", gemma(Family.GEMMA2, 2, gemma, capped, List.of(7, 0), plain, geglu, 30));
        all.put("gemma3", gemma(Family.GEMMA3, 7, new Norms(Norm.RMS_PLUS_ONE, 1e-6, true, true), heads,
            List.of(7, 7, 7, 7, 7, 0, 7), new Rotary(1_000_000, new RopeScaling.Linear(8), 10_000), geglu, 0));
        all.put("gpt2", model(Family.GPT2, 2, new Norms(Norm.LAYER, 1e-5, false, false),
            new Heads(4, 4, 16, 0.25, 0, 0, true, true), 0, new Learned(), new Hidden(Activation.GELU, 160, true),
            Optional.empty(), true));
        Heads grok = new Heads(4, 2, 16, 0.25, 30, 0, false, false);
        Experts experts = new Experts(6, 2, 96, true, 0);
        all.put("grok1", new Architecture(Family.GROK1, VOCABULARY, WIDTH, 2, CONTEXT, post, grok,
            Collections.nCopies(2, 0), plain, new Hidden(Activation.GEGLU, 0, false), Optional.of(experts), 8, 0.5, 0,
            true));
        all.put("grok2", new Architecture(Family.GROK2, VOCABULARY, WIDTH, 2, CONTEXT, post, grok,
            Collections.nCopies(2, 0), new Rotary(208_533_496, new RopeScaling.Yarn(16, 8192, 8, 1, 1,
                RopeScaling.Yarn.paperMagnitude(16)), 0), geglu, Optional.of(experts), 8, 0.5, 50, false));
        return all;
    }

    private static Architecture model(Family family, int layers, Norms norms, Heads heads, int window,
        Positions positions, Hidden hidden, Optional<Experts> experts, boolean tied) {
        return new Architecture(family, VOCABULARY, WIDTH, layers, CONTEXT, norms, heads,
            Collections.nCopies(layers, window), positions, hidden, experts, 1, 1, 0, tied);
    }

    private static Architecture gemma(Family family, int layers, Norms norms, Heads heads, List<Integer> windows,
        Rotary rotary, Hidden hidden, double cap) {
        return new Architecture(family, VOCABULARY, WIDTH, layers, CONTEXT, norms, heads, windows, rotary, hidden,
            Optional.empty(), Math.sqrt(WIDTH), 1, cap, true);
    }
}
