package dev.longrun.engine;

import dev.longrun.weights.TensorType;
import java.util.Optional;

/**
 * How a {@link PackedWeights} keeps its values: 32-bit words, of which 16 rows' lie side by side. A unit is the fewest
 * columns that make whole words of a row; its words stand in the order of the columns, lowest bits first, scales before
 * values. No encoding takes more bits a value than the file's (Q6_K: 212 bytes for 210).
 */
enum Encoding {
    /** A float a word. */
    F32(TensorType.F32, 32, 32),
    /** Two a word. */
    BF16(TensorType.BF16, 32, 16),
    /** Two a word. */
    F16(TensorType.F16, 32, 16),
    /** Two blocks: a word with both f16 scales, then four values a word, each with 128 added. */
    Q8_0(TensorType.Q8_0, 64, 17),
    /** Two blocks: a word with both f16 scales, then eight values a word, each with 8 added. */
    Q4_0(TensorType.Q4_0, 64, 9),
    /**
     * A word with the f16 d and dmin; the lower four bits of the eight scales, of the eight minima, and the upper two
     * of both, a word each; then eight values a word.
     */
    Q4_K(TensorType.Q4_K, 256, 36),
    /** A word with the f16 d; 16 signed bytes of scales; the lower four bits, eight a word; the upper two, 16. */
    Q6_K(TensorType.Q6_K, 256, 53);

    /** Columns that the kernels take at once. */
    static final int BLOCK = 32;

    private final TensorType type;
    private final int unitColumns;
    private final int unitWords;

    Encoding(TensorType type, int unitColumns, int unitWords) {
        this.type = type;
        this.unitColumns = unitColumns;
        this.unitWords = unitWords;
    }

    /** The encoding that holds a type as it is; empty where there is none. */
    static Optional<Encoding> of(TensorType type) {
        for (Encoding encoding : values()) {
            if (encoding.type == type) {
                return Optional.of(encoding);
            }
        }
        return Optional.empty();
    }

    TensorType type() {
        return type;
    }

    int unitColumns() {
        return unitColumns;
    }

    int unitWords() {
        return unitWords;
    }
}
