package dev.longrun.engine;

/** The scalar twin of {@link VectorBlocks}: what a packed value is, and the order in which a product takes it. */
final class ScalarBlocks {

    private ScalarBlocks() {
    }

    /** The weight of a row and column; f16 scales count as finite. */
    static float value(PackedWeights w, int row, int column) {
        int unit = column / w.encoding.unitColumns();
        int inUnit = column % w.encoding.unitColumns();
        return switch (w.encoding) {
            case F32 -> Float.intBitsToFloat(w.word(row, unit, inUnit));
            case BF16 -> Float.intBitsToFloat(half(w.word(row, unit, inUnit / 2), inUnit % 2) << 16);
            case F16 -> Float.float16ToFloat((short) half(w.word(row, unit, inUnit / 2), inUnit % 2));
            case Q8_0 -> (field(w.word(row, unit, 1 + inUnit / 4), 8, inUnit % 4) - 128) * scale(w, row, unit,
                inUnit / 32);
            case Q4_0 -> (field(w.word(row, unit, 1 + inUnit / 8), 4, inUnit % 8) - 8) * scale(w, row, unit,
                inUnit / 32);
            case Q4_K -> q4k(w, row, unit, inUnit);
            case Q6_K -> q6k(w, row, unit, inUnit);
        };
    }

    private static float q4k(PackedWeights w, int row, int unit, int column) {
        int group = column / 32;
        int upper = w.word(row, unit, 3);
        int scale = field(w.word(row, unit, 1), 4, group) | field(upper, 2, group) << 4;
        int minimum = field(w.word(row, unit, 2), 4, group) | field(upper, 2, 8 + group) << 4;
        return Math.fma(field(w.word(row, unit, 4 + column / 8), 4, column % 8), scale(w, row, unit, 0) * scale,
            -(scale(w, row, unit, 1) * minimum));
    }

    private static float q6k(PackedWeights w, int row, int unit, int column) {
        int group = column / 16;
        int scale = (byte) field(w.word(row, unit, 1 + group / 4), 8, group % 4);
        int value = field(w.word(row, unit, 5 + column / 8), 4, column % 8)
            | field(w.word(row, unit, 37 + column / 16), 2, column % 16) << 4;
        return (value - 32) * (scale(w, row, unit, 0) * scale);
    }

    private static float scale(PackedWeights w, int row, int unit, int half) {
        return Float.float16ToFloat((short) half(w.word(row, unit, 0), half));
    }

    private static int half(int word, int number) {
        return field(word, 16, number);
    }

    private static int field(int word, int bits, int number) {
        return word >>> bits * number & (1 << bits) - 1;
    }

    /** A row of weights. */
    static void row(PackedWeights w, int row, float[] into, int at) {
        for (int column = 0; column < w.columns; column++) {
            into[at + column] = value(w, row, column);
        }
    }

    /** A row times {@code x}: from 0, {@code fma(x, weight, sum)} in the order of the columns. */
    static float dot(PackedWeights w, int row, float[] x, int xAt) {
        float sum = 0;
        for (int column = 0; column < w.columns; column++) {
            sum = Math.fma(x[xAt + column], value(w, row, column), sum);
        }
        return sum;
    }
}
