package dev.longrun.model;

import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Architecture.Experts;
import dev.longrun.model.Architecture.Heads;
import dev.longrun.model.Architecture.Hidden;
import dev.longrun.model.Architecture.Learned;
import dev.longrun.model.Architecture.Norm;
import dev.longrun.model.Architecture.Norms;
import dev.longrun.model.Architecture.Positions;
import dev.longrun.model.Architecture.Rotary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tiny models of every family, with every switch that a family has in one of them. */
final class Families {

    private static final int VOCABULARY = 29;
    private static final int LAYERS = 3;
    private static final int CONTEXT = 11;
    private static final Norms RMS = new Norms(Norm.RMS, 1e-5, false, false);
    private static final Norms NORMED_HEADS = new Norms(Norm.RMS, 1e-6, false, true);
    private static final Norms GROK = new Norms(Norm.RMS, 1e-5, true, false);
    private static final Hidden SWIGLU = new Hidden(Activation.SWIGLU, 20, false);
    private static final Hidden NONE = new Hidden(Activation.SWIGLU, 0, false);
    private static final Hidden GEGLU = new Hidden(Activation.GEGLU, 20, false);
    private static final List<Integer> FULL = List.of(0, 0, 0);
    private static final Rotary PLAIN = Rotary.plain(10_000);

    private Families() {
    }

    static List<Architecture> all() {
        List<Architecture> all = new ArrayList<>();
        all.add(dense(Family.LLAMA, RMS, plain(), FULL, PLAIN, SWIGLU));
        all.add(dense(Family.LLAMA, RMS, plain(), FULL, rotary(new RopeScaling.Llama3(8, 1, 4, 5)), SWIGLU));
        all.add(dense(Family.LLAMA, RMS, plain(), FULL, rotary(new RopeScaling.Linear(2)), SWIGLU));
        all.add(dense(Family.LLAMA, RMS, plain(), FULL, rotary(new RopeScaling.Yarn(4, 8, 4, 1, 1, 1.138)), SWIGLU));
        all.add(dense(Family.LLAMA, RMS, plain(), List.of(4, 4, 4), PLAIN, SWIGLU));
        all.add(mixture(Family.MIXTRAL, RMS, new Experts(5, 2, 12, true, 0)));
        all.add(dense(Family.QWEN2, RMS, new Heads(4, 2, 6, 1 / Math.sqrt(6), 0, 0, true, false), List.of(0, 5, 5),
            PLAIN, SWIGLU));
        all.add(dense(Family.QWEN3, NORMED_HEADS, plain(), FULL, PLAIN, SWIGLU));
        all.add(mixture(Family.QWEN3_MOE, NORMED_HEADS, new Experts(6, 3, 10, true, 0)));
        all.add(mixture(Family.QWEN3_MOE, NORMED_HEADS, new Experts(6, 1, 10, false, 0)));
        all.add(gemma(Family.GEMMA2, false, new Heads(4, 2, 6, 1 / Math.sqrt(7), 5, 0, false, false), List.of(4, 0, 4),
            PLAIN, 3));
        all.add(gemma(Family.GEMMA3, true, new Heads(4, 2, 6, 1 / Math.sqrt(5), 0, 0, false, false), List.of(4, 4, 0),
            new Rotary(1e6, new RopeScaling.Linear(8), 10_000), 0));
        all.add(model(Family.GPT2, new Norms(Norm.LAYER, 1e-5, false, false),
            new Heads(4, 4, 6, 1 / Math.sqrt(6), 0, 0, true, true), FULL, new Learned(),
            new Hidden(Activation.GELU, 21, true), Optional.empty(), 1, 1, 0, true));
        all.add(model(Family.GROK1, GROK, new Heads(4, 2, 6, 0.3, 4, 0, false, false), FULL, PLAIN,
            new Hidden(Activation.GEGLU, 0, false), Optional.of(new Experts(4, 2, 14, false, 0)), Math.sqrt(24),
            1 / Math.sqrt(3), 0, true));
        all.add(grok2(new Heads(4, 2, 6, 1 / Math.sqrt(6), 4, 5, false, false), new Experts(4, 2, 12, false, 2),
            PLAIN));
        all.add(grok2(new Heads(4, 2, 6, 1 / Math.sqrt(6), 4, 0, false, false), new Experts(4, 2, 12, true, 0),
            rotary(new RopeScaling.Yarn(16, 6, 8, 1, 1, RopeScaling.Yarn.paperMagnitude(16)))));
        all.add(dense(Family.LONGRUN, NORMED_HEADS, plain(), FULL, PLAIN, new Hidden(Activation.RELU2, 20, false)));
        return all;
    }

    /** Gemma 2 over several blocks of attention, with a window that begins within one. */
    static Architecture longWindows() {
        return new Architecture(Family.GEMMA2, VOCABULARY, 24, LAYERS, 150, new Norms(Norm.RMS_PLUS_ONE, 1e-6, true,
            false), new Heads(4, 2, 6, 1 / Math.sqrt(7), 5, 0, false, false), List.of(21, 0, 21), PLAIN, GEGLU,
            Optional.empty(), Math.sqrt(24), 1, 3, true);
    }

    private static Heads plain() {
        return Heads.plain(4, 2, 6);
    }

    private static Rotary rotary(RopeScaling scaling) {
        return new Rotary(1000, scaling, 0);
    }

    private static Architecture dense(Family family, Norms norms, Heads heads, List<Integer> windows, Rotary rotary,
        Hidden hidden) {
        return model(family, norms, heads, windows, rotary, hidden, Optional.empty(), 1, 1, 0, false);
    }

    private static Architecture mixture(Family family, Norms norms, Experts experts) {
        return model(family, norms, plain(), FULL, PLAIN, NONE, Optional.of(experts), 1, 1, 0, false);
    }

    private static Architecture gemma(Family family, boolean normedHeads, Heads heads, List<Integer> windows,
        Rotary rotary, double logitCap) {
        return model(family, new Norms(Norm.RMS_PLUS_ONE, 1e-6, true, normedHeads), heads, windows, rotary, GEGLU,
            Optional.empty(), Math.sqrt(24), 1, logitCap, true);
    }

    private static Architecture grok2(Heads heads, Experts experts, Rotary rotary) {
        return model(Family.GROK2, GROK, heads, FULL, rotary, GEGLU, Optional.of(experts), Math.sqrt(24), 0.5, 6,
            false);
    }

    private static Architecture model(Family family, Norms norms, Heads heads, List<Integer> windows,
        Positions positions, Hidden hidden, Optional<Experts> experts, double embeddingScale, double logitScale,
        double logitCap, boolean tied) {
        return new Architecture(family, VOCABULARY, 24, LAYERS, CONTEXT, norms, heads, windows, positions, hidden,
            experts, embeddingScale, logitScale, logitCap, tied);
    }
}
