package dev.longrun.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.model.Architecture.Heads;
import dev.longrun.model.Architecture.Norm;
import dev.longrun.model.Architecture.Rotary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every family's configuration there and back, and files as their makers wrote them. */
class HfFamilyTest {

    @TempDir
    Path folder;

    static List<Architecture> models() {
        return Families.all();
    }

    @ParameterizedTest
    @MethodSource("models")
    void comesBackFromItsFile(Architecture model) {
        Path file = folder.resolve("config.json");
        model.write(file);
        assertEquals(model, Architecture.read(file));
    }

    @Test
    void everyFamilyIsAmongThem() {
        assertEquals(Arrays.stream(Family.values()).collect(Collectors.toSet()),
            models().stream().map(Architecture::family).collect(Collectors.toSet()));
    }

    @Test
    void aFamilyRefusesWhatItHasNoWordsFor() {
        Architecture llama = models().getFirst();
        Architecture odd = new Architecture(Family.LLAMA, llama.vocabulary(), llama.width(), llama.layers(),
            llama.context(), llama.norms(), llama.heads(), llama.windows(), llama.positions(), llama.feedForward(),
            llama.experts(), 2, 1, 0, false);
        Path file = folder.resolve("config.json");
        String message = assertThrows(ModelException.class, () -> odd.write(file)).getMessage();
        assertTrue(message.contains("llama has no words for"), message);
        assertTrue(Files.notExists(file));
    }

    private Architecture read(String json) throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, json);
        return Architecture.read(file);
    }

    /** As section "Grok-2" of its public descriptions quotes it. */
    private static final String GROK_2 = """
        {"architectures": ["Grok1ForCausalLM"], "model_type": "git", "embedding_multiplier_scale": 90.50966799187809,
         "output_multiplier_scale": 0.5, "vocab_size": 131072, "hidden_size": 8192, "intermediate_size": 32768,
         "moe_intermediate_size": 16384, "max_position_embeddings": 131072, "num_experts_per_tok": 2,
         "num_local_experts": 8, "residual_moe": true, "num_attention_heads": 64, "num_key_value_heads": 8,
         "num_hidden_layers": 64, "head_dim": 128, "rms_norm_eps": 1e-05, "final_logit_softcapping": 50,
         "attn_logit_softcapping": 30.0, "router_logit_softcapping": 30.0, "rope_theta": 208533496,
         "attn_temperature_len": 1024, "sliding_window_size": -1, "global_attn_every_n": 1, "rope_type": "original",
         "original_max_position_embeddings": 8192, "scaling_factor": 16.0, "extrapolation_factor": 1.0,
         "attn_factor": 1.0, "beta_fast": 8, "beta_slow": 1}
        """;

    @Test
    void grok2IsReadInEitherWay() throws IOException {
        Architecture served = read(GROK_2);
        assertEquals(Family.GROK2, served.family());
        // 269.5 G: attention 9.66, experts 206.2, dense 51.5, embeddings 2.15; norms and routers beside
        assertEquals(269_515_497_472L, served.parameters(), 1_000_000);
        assertEquals(new RopeScaling.None(), ((Rotary) served.positions()).scaling());
        assertEquals(1024, served.heads().temperatureTokens());
        assertEquals(30, served.experts().orElseThrow().routerCap());
        assertEquals(false, served.experts().orElseThrow().renormalised());
        assertEquals(50, served.logitCap());
        Architecture other = read(GROK_2.replace("{\"arch", "{\"longrun_reading\": \"llama.cpp\", \"arch"));
        assertEquals(0, other.heads().temperatureTokens());
        assertEquals(0, other.experts().orElseThrow().routerCap());
        assertEquals(true, other.experts().orElseThrow().renormalised());
        RopeScaling.Yarn yarn = (RopeScaling.Yarn) ((Rotary) other.positions()).scaling();
        assertEquals(1.27726, yarn.magnitude(), 1e-5);
        // c(beta_fast) = 17.018, c(beta_slow) = 23.966: as trained up to pair 17, 16 times slower from 24 on
        assertEquals(1, yarn.factor(17, 128, 208_533_496));
        assertEquals(1 / 16.0, yarn.factor(24, 128, 208_533_496));
        assertEquals((1 - 3 / 7.0) + 3 / 7.0 / 16, yarn.factor(20, 128, 208_533_496), 1e-12);
    }

    @Test
    void grok1HasTheNumbersOfItsCode() throws IOException {
        Architecture grok = read("""
            {"model_type": "grok-1", "vocab_size": 131072, "hidden_size": 6144, "intermediate_size": 32768,
             "num_hidden_layers": 64, "num_attention_heads": 48, "num_key_value_heads": 8, "num_experts": 8,
             "max_position_embeddings": 8192, "rms_norm_eps": 1e-5}
            """);
        assertEquals(315.7e9, grok.parameters(), 0.05e9);
        assertEquals(78.38367176906169, grok.embeddingScale(), 1e-12);
        assertEquals(0.5773502691896257, grok.logitScale(), 1e-12);
        assertEquals(0.08838834764831845, grok.heads().scale(), 1e-15);
        assertEquals(30, grok.heads().cap());
        assertTrue(grok.tiedHead() && grok.norms().post());
    }

    @Test
    void gemmasSayWhichLayersHaveAWindow() throws IOException {
        Architecture two = read("""
            {"model_type": "gemma2", "vocab_size": 256000, "hidden_size": 2304, "intermediate_size": 9216,
             "num_hidden_layers": 26, "num_attention_heads": 8, "num_key_value_heads": 4, "head_dim": 256,
             "hidden_activation": "gelu_pytorch_tanh", "query_pre_attn_scalar": 256, "sliding_window": 4096,
             "attn_logit_softcapping": 50.0, "final_logit_softcapping": 30.0, "rope_theta": 10000.0}
            """);
        assertEquals(List.of(4096, 0, 4096), two.windows().subList(0, 3));
        assertEquals(48, two.embeddingScale());
        assertEquals(new Heads(8, 4, 256, 1 / 16.0, 50, 0, false, false), two.heads());
        assertEquals(Norm.RMS_PLUS_ONE, two.norms().kind());
        Architecture three = read("""
            {"model_type": "gemma3", "text_config": {"model_type": "gemma3_text", "vocab_size": 262208,
             "hidden_size": 2560, "intermediate_size": 10240, "num_hidden_layers": 34, "num_attention_heads": 8,
             "num_key_value_heads": 4, "sliding_window": 1024, "max_position_embeddings": 131072,
             "rope_scaling": {"factor": 8.0, "rope_type": "linear"}}}
            """);
        assertEquals(List.of(1024, 1024, 1024, 1024, 1024, 0, 1024), three.windows().subList(0, 7));
        assertEquals(new Rotary(1e6, new RopeScaling.Linear(8), 10_000), three.positions());
        assertEquals(0, three.heads().cap());
        assertEquals(three, read("""
            {"model_type": "gemma3_text", "vocab_size": 262208,
             "hidden_size": 2560, "intermediate_size": 10240, "num_hidden_layers": 34, "num_attention_heads": 8,
             "num_key_value_heads": 4, "sliding_window": 1024, "max_position_embeddings": 131072,
             "rope_parameters": {"full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 1000000.0},
               "sliding_attention": {"rope_type": "default", "rope_theta": 10000.0}}}
            """));
    }

    @Test
    void llamasRotaryIsStretchedAsItsFileSays() throws IOException {
        String shape = """
            {"model_type": "llama", "vocab_size": 128256, "hidden_size": 2048, "intermediate_size": 8192,
             "num_hidden_layers": 16, "num_attention_heads": 32, "num_key_value_heads": 8, "head_dim": 64,
             "max_position_embeddings": 131072, "tie_word_embeddings": true, "rope_theta": 500000.0,
             "rope_scaling": {"factor": 32.0, "high_freq_factor": 4.0, "low_freq_factor": 1.0,
               "original_max_position_embeddings": 8192, "rope_type": "llama3"}}
            """;
        Architecture model = read(shape);
        assertEquals(1_235_814_400L, model.parameters());
        RopeScaling scaling = ((Rotary) model.positions()).scaling();
        assertEquals(1, scaling.factor(0, 64, 500_000));
        assertEquals(1 / 32.0, scaling.factor(31, 64, 500_000));
        // Pair 17: wavelength 2 pi 500000^(34/64) = 6702, between 2048 and 8192: smooth = (8192 / 6702 - 1) / 3
        double wave = 2 * Math.PI * Math.pow(500_000, 34.0 / 64);
        double smooth = (8192 / wave - 1) / 3;
        assertEquals((1 - smooth) / 32 + smooth, scaling.factor(17, 64, 500_000), 1e-12);
    }

    @Test
    void mistralsWindowAndGpt2sShape() throws IOException {
        Architecture mistral = read("""
            {"model_type": "mistral", "vocab_size": 32000, "hidden_size": 4096, "intermediate_size": 14336,
             "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 8, "sliding_window": 4096,
             "max_position_embeddings": 32768, "rms_norm_eps": 1e-5}
            """);
        assertEquals(Collections.nCopies(32, 4096), mistral.windows());
        assertEquals(7_241_732_096L, mistral.parameters());
        Architecture gpt2 = read("""
            {"model_type": "gpt2", "vocab_size": 50257, "n_embd": 768, "n_layer": 12, "n_head": 12, "n_positions": 1024,
             "n_ctx": 1024, "activation_function": "gelu_new", "layer_norm_epsilon": 1e-05}
            """);
        assertEquals(124_439_808L, gpt2.parameters());
        Architecture qwen = read("""
            {"model_type": "qwen2", "vocab_size": 151936, "hidden_size": 896, "intermediate_size": 4864,
             "num_hidden_layers": 24, "num_attention_heads": 14, "num_key_value_heads": 2, "use_sliding_window": false,
             "max_position_embeddings": 32768, "sliding_window": 32768, "tie_word_embeddings": true}
            """);
        assertEquals(494_032_768L, qwen.parameters());
        Architecture mixtral = read("""
            {"model_type": "mixtral", "vocab_size": 32000, "hidden_size": 4096, "intermediate_size": 14336,
             "num_hidden_layers": 32, "num_attention_heads": 32, "num_key_value_heads": 8, "num_local_experts": 8,
             "num_experts_per_tok": 2, "sliding_window": null, "max_position_embeddings": 32768}
            """);
        assertEquals(46_702_792_704L, mixtral.parameters());
    }
}
