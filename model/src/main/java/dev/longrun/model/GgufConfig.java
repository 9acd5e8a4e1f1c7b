package dev.longrun.model;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.weights.GgufFile;
import dev.longrun.weights.GgufValue;
import dev.longrun.weights.StoredTensor;
import dev.longrun.weights.WeightsException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * GGUF's metadata put into the words of {@code config.json}, which {@link HfFamily} then reads, so that each family's
 * rules stand in one place. The way there: {@link GgufKeys}.
 */
final class GgufConfig {

    /** Llama 3's frequencies, to f32: what every published model of that line has. */
    private static final double LOW = 1;
    private static final double HIGH = 4;
    private static final int ORIGINAL = 8192;
    private static final String SCALING = "rope.scaling.";

    private final GgufFile file;
    private final String arch;
    private final ObjectNode tree = JsonMapper.builder().build().createObjectNode();

    private GgufConfig(GgufFile file) {
        this.file = file;
        arch = file.text("general.architecture").orElseThrow(() ->
            new ModelException(file.place() + ": general.architecture is missing"));
    }

    static Architecture read(GgufFile file) {
        GgufConfig config = new GgufConfig(file);
        Family family = config.family();
        config.shape(family);
        config.rope(family);
        try {
            return HfFamily.of(family).read(new HfKeys(Path.of(file.place()), config.tree));
        } catch (ModelException e) {
            throw e.getMessage().startsWith(file.place()) ? e : new ModelException(file.place() + ": " + e.getMessage(),
                e);
        }
    }

    private Family family() {
        return switch (arch) {
            case "llama" -> number("expert_count").orElse(0.0) > 0 ? Family.MIXTRAL : Family.LLAMA;
            case "qwen2" -> Family.QWEN2;
            case "qwen3" -> Family.QWEN3;
            case "qwen3moe" -> Family.QWEN3_MOE;
            case "gemma2" -> Family.GEMMA2;
            case "gemma3" -> Family.GEMMA3;
            case "gpt2" -> Family.GPT2;
            case "grok" -> file.tensors().containsKey("blk.0.ffn_up.weight") ? Family.GROK2 : Family.GROK1;
            default -> throw new ModelException(file.place() + ": general.architecture is "
                + WeightsException.quoted(arch) + "; known are llama, qwen2, qwen3, qwen3moe, gemma2, gemma3, gpt2 "
                + "and grok");
        };
    }

    /** A number; one a layer, such as heads, must be the same for all. */
    private Optional<Double> number(String key) {
        GgufValue value = file.metadata().get(arch + "." + key);
        return switch (value) {
            case null -> Optional.empty();
            case GgufValue.Whole whole -> Optional.of((double) whole.value());
            // The shortest number that is the same float: 1.0E-5, not 9.99999974E-6.
            case GgufValue.Real real -> Optional.of(Double.parseDouble(Float.toString((float) real.value())));
            case GgufValue.Flag flag -> Optional.of(flag.value() ? 1.0 : 0.0);
            case GgufValue.Array array when array.numbers().length > 0
                && Arrays.stream(array.numbers()).distinct().count() == 1 ->
                Optional.of(array.numbers()[0]);
            case GgufValue.Text _, GgufValue.Array _ -> throw new ModelException(file.place() + ": " + arch + "." + key
                + " is not one number");
        };
    }

    private void whole(String theirs, String key) {
        number(key).ifPresent(value -> {
            if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
                throw new ModelException(file.place() + ": " + arch + "." + key + " is " + value
                    + "; expected a whole number below 2^31");
            }
            tree.put(theirs, value.intValue());
        });
    }

    private void real(String theirs, String key) {
        number(key).ifPresent(value -> tree.put(theirs, value));
    }

    private void shape(Family family) {
        boolean gpt = family == Family.GPT2;
        tree.put("model_type", family.type());
        tree.put("vocab_size", vocabulary());
        whole(gpt ? "n_positions" : "max_position_embeddings", "context_length");
        whole(gpt ? "n_embd" : "hidden_size", "embedding_length");
        whole(gpt ? "n_layer" : "num_hidden_layers", "block_count");
        whole(gpt ? "n_head" : "num_attention_heads", "attention.head_count");
        whole("num_key_value_heads", "attention.head_count_kv");
        whole("head_dim", "attention.key_length");
        whole(gpt ? "n_inner" : "intermediate_size", "feed_forward_length");
        real("rms_norm_eps", "attention.layer_norm_rms_epsilon");
        real("layer_norm_epsilon", "attention.layer_norm_epsilon");
        whole("sliding_window", "attention.sliding_window");
        tree.put("tie_word_embeddings", !file.tensors().containsKey("output.weight"));
        real(family == Family.GROK1 ? "max_attn_value" : "attn_logit_softcapping", "attn_logit_softcapping");
        real("final_logit_softcapping", "final_logit_softcapping");
        whole("num_experts", "expert_count");
        whole("num_local_experts", "expert_count");
        whole("num_experts_per_tok", "expert_used_count");
        whole(family == Family.GROK1 || family == Family.MIXTRAL ? "intermediate_size" : "moe_intermediate_size",
            "expert_feed_forward_length");
        number("expert_weights_norm").or(() -> Optional.of(arch.equals("grok") ? 0.0 : 1.0))
            .ifPresent(flag -> tree.put("norm_topk_prob", flag != 0));
        if (arch.equals("grok")) {
            real("router_logit_softcapping", "router_logit_softcapping");
            real("attn_output_multiplier", "attention.output_scale");
            real("embedding_multiplier_scale", "embedding_scale");
            real("output_multiplier_scale", "logit_scale");
            whole("attn_temperature_len", "attention.temperature_length");
        }
        if (family == Family.GEMMA2 || family == Family.GEMMA3) {
            // The one published size whose queries are scaled by the width, not by the head's.
            boolean byWidth = tree.path("num_hidden_layers").asInt() == (family == Family.GEMMA2 ? 46 : 62);
            tree.put("query_pre_attn_scalar", byWidth ? tree.path("hidden_size").asInt()
                / Math.max(1, tree.path("num_attention_heads").asInt()) : tree.path("head_dim").asInt(256));
        }
    }

    private long vocabulary() {
        StoredTensor embedding = file.tensors().get("token_embd.weight");
        if (embedding == null || embedding.shape().size() != 2) {
            throw new ModelException(file.place() + ": no matrix token_embd.weight");
        }
        return embedding.shape().getFirst();
    }

    private void rope(Family family) {
        real("rope_theta", "rope.freq_base");
        real("rope_local_base_freq", "rope.freq_base_swa");
        Optional<String> type = file.text(arch + "." + SCALING + "type");
        double factor = number(SCALING + "factor").orElse(1.0);
        StoredTensor divisors = file.tensors().get("rope_freqs.weight");
        if (divisors != null) {
            llama3(divisors);
        } else if (type.isPresent() && type.get().equals("linear")) {
            tree.putObject("rope_scaling").put("rope_type", "linear").put("factor", factor);
        } else if (type.isPresent() && type.get().equals("yarn")) {
            ObjectNode yarn = family == Family.GROK2 ? tree : tree.putObject("rope_scaling");
            yarn.put("rope_type", "yarn").put(family == Family.GROK2 ? "scaling_factor" : "factor", factor);
            number(SCALING + "original_context_length").ifPresent(value ->
                yarn.put("original_max_position_embeddings", value.intValue()));
            number(SCALING + "yarn_beta_fast").ifPresent(value -> yarn.put("beta_fast", value));
            number(SCALING + "yarn_beta_slow").ifPresent(value -> yarn.put("beta_slow", value));
            number(SCALING + "yarn_ext_factor").ifPresent(value -> yarn.put("extrapolation_factor", value));
            yarn.put("attention_factor", number(SCALING + "yarn_attn_factor").orElse(1.0)
                * RopeScaling.Yarn.paperMagnitude(factor));
        } else if (type.isPresent() && !type.get().equals("none")) {
            throw new ModelException(file.place() + ": " + arch + "." + SCALING + "type is "
                + WeightsException.quoted(type.get()) + "; known are none, linear and yarn");
        }
    }

    /** The scaling whose divisors these are; the last pair turns slowest, so its divisor is the factor itself. */
    private void llama3(StoredTensor divisors) {
        float[] given = divisors.floats();
        double base = number("rope.freq_base").orElse(10_000.0);
        RopeScaling scaling = new RopeScaling.Llama3(given.length == 0 ? 1 : given[given.length - 1], LOW, HIGH,
            ORIGINAL);
        for (int pair = 0; pair < given.length; pair++) {
            double wanted = 1 / scaling.factor(pair, 2 * given.length, base);
            if (!(Math.abs(given[pair] / wanted - 1) < 1e-5)) {
                throw new ModelException(file.place() + ": rope_freqs.weight is not Llama 3's: pair " + pair + " has "
                    + given[pair] + ", expected " + (float) wanted);
            }
        }
        if (given.length > 0 && given[given.length - 1] != 1) {
            tree.putObject("rope_scaling").put("rope_type", "llama3").put("factor", given[given.length - 1])
                .put("low_freq_factor", LOW).put("high_freq_factor", HIGH)
                .put("original_max_position_embeddings", ORIGINAL);
        }
    }
}
