package dev.longrun.engine;

/** Which row of a file's tensor is a row of the matrix in use. */
@FunctionalInterface
interface RowOrder {

    /** The same. */
    RowOrder SAME = row -> row;

    /** The file's row. */
    long row(int row);

    /**
     * Heads of {@code width} rows whose pairs lie side by side in the file (2i, 2i + 1), and half a head apart (i,
     * i + width / 2) in use: how GGUF keeps Llama's queries and keys.
     */
    static RowOrder pairs(int width) {
        return row -> {
            int inHead = row % width;
            int half = width / 2;
            return row - inHead + (inHead < half ? 2L * inHead : 2L * (inHead - half) + 1);
        };
    }

    /** Rows from {@code first} on. */
    static RowOrder from(long first) {
        return row -> first + row;
    }
}
