package dev.longrun.plan;

import dev.longrun.run.ModelShape;
import dev.longrun.run.ModelShape.Activation;
import dev.longrun.run.ModelShape.Family;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Published shapes, typed from their config.json, and a made-up machine. */
final class Shapes {
    static final ModelShape LLAMA_2_7B = shape(32, 4096, 32, 32, 128, 11008, 32000, 4096, false, false);
    static final ModelShape LLAMA_3_8B = shape(32, 4096, 32, 8, 128, 14336, 128256, 8192, false, false);
    static final ModelShape LLAMA_3_70B = shape(80, 8192, 64, 8, 128, 28672, 128256, 8192, false, false);
    static final ModelShape LLAMA_3_405B = shape(126, 16384, 128, 8, 128, 53248, 128256, 8192, false, false);
    static final ModelShape TINY_LLAMA = shape(22, 2048, 32, 4, 64, 5632, 32000, 2048, false, false);
    static final ModelShape QWEN_3_SMALL = shape(28, 1024, 16, 8, 128, 3072, 151936, 4096, true, true);
    static final ModelShape TINY = shape(4, 128, 4, 4, 32, 352, 2048, 256, false, false);

    private Shapes() {
    }

    static ModelShape shape(int layers, int width, int heads, int kvHeads, int headWidth, int ffnWidth, int vocabulary,
        int context, boolean qkNorm, boolean tied) {
        return new ModelShape(Optional.empty(), Family.LLAMA, layers, width, heads, kvHeads, headWidth, ffnWidth,
            vocabulary, context, Activation.SWIGLU, qkNorm, tied, 10_000, 1e-5);
    }

    /** Two cores of about 150 GFLOP/s; {@code factor} makes every speed so many times as fast. */
    static MachineSpeed machine(double factor) {
        return new MachineSpeed("test cpu", 2, 150e9 * factor,
            new TreeMap<>(Map.of(64, 60e9 * factor, 128, 90e9 * factor, 256, 120e9 * factor, 1024, 145e9 * factor)),
            40e9 * factor, 12e9 * factor, 20e9 * factor, 4e6 * factor, 0, 24_000_000_000L, "2026-11-22T00:00:00Z");
    }
}
