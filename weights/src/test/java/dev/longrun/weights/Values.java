package dev.longrun.weights;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Values to be packed, the same here and under bench/peers/quantiser, where ggml packs them. */
final class Values {

    /** What kinds there are. */
    static final List<String> SETS = List.of("normal", "positive", "sparse", "tiny", "outliers", "uneven", "steps");

    private static final int COUNT = 64 * 256;

    private Values() {
    }

    /** 16,384 values of a kind. */
    static float[] of(String set) {
        Random random = new Random(set.hashCode());
        float[] values = new float[COUNT];
        for (int i = 0; i < COUNT; i++) {
            float normal = (float) random.nextGaussian();
            values[i] = switch (set) {
                case "normal" -> normal * 0.02f;
                case "positive" -> Math.abs(normal) + 1;
                // whole groups of nothing, and groups with one value
                case "sparse" -> random.nextInt(40) == 0 && i / 32 % 3 != 0 ? normal : 0;
                // scales that underflow f16 beside such that do not
                case "tiny" -> normal * (i / 32 % 5 == 0 ? 1e-9f : 1e-6f);
                case "outliers" -> random.nextInt(100) == 0 ? normal * 50 : normal * 0.1f;
                // groups of one block that differ a thousandfold
                case "uneven" -> normal * (float) StrictMath.pow(10, i / 16 % 7 - 3);
                // ties and powers of two
                default -> (random.nextInt(65) - 32) * 0.125f;
            };
        }
        Arrays.fill(values, 0, 256, 0);
        return values;
    }
}
