package dev.longrun.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A published model made narrower: docs/architectures.md says by which rules. */
class ScaledPresetTest {

    private static RunFile read(String model) {
        return RunFile.of("budget: 5 min\nmodel: " + model + "\n", "a.yaml", List.of(), Optional.empty());
    }

    private static int value(RunFile file, String key) {
        return file.value("model." + key, Integer.class).orElseThrow();
    }

    @Test
    void grok2IsScaledToItsWidth() {
        RunFile file = read("{preset: grok-2, layers: 6, width: 384}");
        // 64 heads of 128 for a width of 8,192: as wide as the stream; 8 of 64 have keys
        assertEquals(64, value(file, "head_width"));
        assertEquals(6, value(file, "heads"));
        assertEquals(1, value(file, "kv_heads"));
        // 32,768 and 16,384 of 8,192
        assertEquals(1536, value(file, "ffn_width"));
        assertEquals(768, value(file, "expert_width"));
        assertEquals(8, value(file, "experts"));
        assertEquals(2, value(file, "experts_per_token"));
        assertEquals(6, value(file, "layers"));
        assertFalse(file.has("model.vocabulary"));
        assertFalse(file.has("model.context"));
    }

    @Test
    void withItsOwnWidthNothingChanges() {
        RunFile file = read("{preset: grok-2, layers: 2, width: 8192}");
        assertEquals(64, value(file, "heads"));
        assertEquals(16_384, value(file, "expert_width"));
        assertEquals(131_072, value(file, "vocabulary"));
    }

    @Test
    void whatIsGivenStays() {
        RunFile file = read("{preset: llama-3-8b, width: 200, heads: 5, head_width: 40}");
        assertEquals(5, value(file, "heads"));
        assertEquals(40, value(file, "head_width"));
        assertFalse(file.has("model.layers"));
    }
}
