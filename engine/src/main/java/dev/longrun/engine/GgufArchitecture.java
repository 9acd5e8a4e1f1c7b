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
import dev.longrun.model.ModelException;
import dev.longrun.model.RopeScaling;
import dev.longrun.weights.GgufFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What a GGUF file computes, as llama.cpp reads its keys (ggml-org/llama.cpp, src/llama-arch.cpp and src/models): for
 * Grok that is renormalised experts, no cap of the router, no temperature, and YaRN with its magnitude.
 */
final class GgufArchitecture {

    private static final Map<String, Family> FAMILIES = Map.of("llama", Family.LLAMA, "qwen2", Family.QWEN2, "qwen3",
        Family.QWEN3, "qwen3moe", Family.QWEN3_MOE, "gemma2", Family.GEMMA2, "gemma3", Family.GEMMA3, "gpt2",
        Family.GPT2, "grok", Family.GROK1);

    private final GgufFile file;
    private final GgufKeys keys;
    private final Family family;
    private final int width;
    private final int layers;
    private final int headCount;
    private final int headWidth;

    private GgufArchitecture(GgufFile file, String name) {
        this.file = file;
        keys = new GgufKeys(file, name);
        Family found = FAMILIES.get(name);
        if (found == null) {
            throw new ModelException("general.architecture is " + name + "; known are "
                + String.join(", ", FAMILIES.keySet().stream().sorted().toList()));
        }
        boolean experts = keys.integer("expert_count", 0) > 0;
        boolean dense = file.tensors().containsKey("blk.0.ffn_up.weight");
        family = found == Family.LLAMA && experts ? Family.MIXTRAL : found == Family.GROK1 && dense ? Family.GROK2
            : found;
        width = keys.integer("embedding_length");
        layers = keys.integer("block_count");
        headCount = keys.integer("attention.head_count");
        headWidth = keys.integer("attention.key_length", width / Math.max(1, headCount));
        same("attention.value_length", headWidth);
        same("rope.dimension_count", headWidth);
    }

    static Architecture read(GgufFile file) {
        return new GgufArchitecture(file, file.text("general.architecture")
            .orElseThrow(() -> new ModelException("no text general.architecture"))).read();
    }

    private void same(String key, int expected) {
        int is = keys.integer(key, expected);
        if (is != expected) {
            throw new ModelException(key + " is " + is + "; only that of the heads' width, " + expected
                + ", can be run");
        }
    }

    private Architecture read() {
        Heads plain = Heads.plain(headCount, keys.integer("attention.head_count_kv", headCount), headWidth);
        boolean tied = !file.tensors().containsKey("output.weight");
        int vocabulary = Math.toIntExact(file.tensor("token_embd.weight").shape().getFirst());
        return switch (family) {
            case LLAMA, QWEN3, MIXTRAL, QWEN3_MOE -> build(vocabulary, rms(false), plain, _ -> false,
                rotary(10_000, 0), Activation.SWIGLU, 1, 1, 0, tied);
            case QWEN2 -> build(vocabulary, rms(false), new Heads(plain.count(), plain.kv(), headWidth, plain.scale(),
                0, 0, true, false), _ -> false, rotary(10_000, 0), Activation.SWIGLU, 1, 1, 0, tied);
            case GEMMA2 -> build(vocabulary, rms(true), capped(plain, gemmaScale(46), 50), layer -> layer % 2 == 0,
                rotary(10_000, 0), Activation.GEGLU, Math.sqrt(width), 1, keys.number("final_logit_softcapping", 30),
                tied);
            case GEMMA3 -> build(vocabulary, rms(true), capped(plain, gemmaScale(62), 0), layer -> (layer + 1) % 6 != 0,
                rotary(1_000_000, keys.number("rope.freq_base_swa", 10_000)), Activation.GEGLU, Math.sqrt(width), 1,
                keys.number("final_logit_softcapping", 0), tied);
            case GPT2 -> build(vocabulary, new Norms(Norm.LAYER, keys.number("attention.layer_norm_epsilon"), false,
                false), new Heads(plain.count(), plain.kv(), headWidth, plain.scale(), 0, 0, true, true), _ -> false,
                new Learned(), Activation.GELU, 1, 1, 0, tied);
            case GROK1, GROK2 -> build(vocabulary, rms(true), capped(plain, keys.number("attention.output_scale",
                0.08838834764831845), 30), _ -> false, rotary(10_000, 0), Activation.GEGLU,
                keys.number("embedding_scale", 78.38367176906169), keys.number("logit_scale", 0.5773502691896257),
                keys.number("final_logit_softcapping", 0), tied);
            case LONGRUN -> throw new AssertionError(family);
        };
    }

    private Architecture build(int vocabulary, Norms norms, Heads heads, IntPredicate windowed, Positions positions,
        Activation activation, double embeddingScale, double logitScale, double logitCap, boolean tied) {
        int window = keys.integer("attention.sliding_window", 4096);
        List<Integer> windows = IntStream.range(0, layers).mapToObj(layer -> windowed.test(layer) ? window : 0)
            .toList();
        Optional<Experts> experts = experts();
        boolean dense = experts.isEmpty() || family == Family.GROK2;
        return new Architecture(family, vocabulary, width, layers, keys.integer("context_length"), norms, heads,
            windows, positions, new Hidden(activation, dense ? keys.integer("feed_forward_length") : 0,
                family == Family.GPT2), experts, embeddingScale, logitScale, logitCap, tied);
    }

    private Optional<Experts> experts() {
        int count = keys.integer("expert_count", 0);
        return count == 0 ? Optional.empty() : Optional.of(new Experts(count, keys.integer("expert_used_count"),
            Math.toIntExact(file.tensor("blk.0.ffn_gate_exps.weight").shape().get(1)), true, 0));
    }

    private Norms rms(boolean post) {
        boolean queryKey = family == Family.QWEN3 || family == Family.QWEN3_MOE || family == Family.GEMMA3;
        return new Norms(Norm.RMS, keys.number("attention.layer_norm_rms_epsilon"), post, queryKey);
    }

    private Heads capped(Heads plain, double scale, double cap) {
        return new Heads(plain.count(), plain.kv(), headWidth, scale,
            cap == 0 ? 0 : keys.number("attn_logit_softcapping", cap), 0, false, false);
    }

    /** The largest Gemma scales by the width over the heads; a file tells it by its layers alone. */
    private double gemmaScale(int layersOfLargest) {
        return 1 / Math.sqrt(layers == layersOfLargest ? (double) width / headCount : headWidth);
    }

    private Rotary rotary(double base, double windowedBase) {
        return new Rotary(keys.number("rope.freq_base", base), scaling(), windowedBase);
    }

    private RopeScaling scaling() {
        double factor = keys.number("rope.scaling.factor", 1);
        return switch (keys.text("rope.scaling.type", "none")) {
            case "none" -> new RopeScaling.None();
            case "linear" -> factor == 1 ? new RopeScaling.None() : new RopeScaling.Linear(factor);
            case "yarn" -> {
                double extrapolation = keys.number("rope.scaling.yarn_ext_factor", 1);
                yield new RopeScaling.Yarn(factor, keys.integer("rope.scaling.original_context_length"),
                    keys.number("rope.scaling.yarn_beta_fast", family == Family.GROK1 ? 8 : 32),
                    keys.number("rope.scaling.yarn_beta_slow", 1), extrapolation,
                    keys.number("rope.scaling.yarn_attn_factor", 1) * RopeScaling.Yarn.paperMagnitude(factor));
            }
            case String other -> throw new ModelException("rope.scaling.type is " + other
                + "; known are none, linear and yarn");
        };
    }
}
