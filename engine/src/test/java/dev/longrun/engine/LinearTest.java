package dev.longrun.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longrun.tensor.ThreadTeam;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinearTest {

    /** Neither is a whole number of panels or, where the type allows it, of units. */
    private static final int ROWS = 150;

    private static int columns(Encoding encoding) {
        return switch (encoding) {
            case F32, BF16, F16 -> 77;
            case Q8_0, Q4_0 -> 160;
            case Q4_K, Q6_K -> 768;
        };
    }

    private static float[] random(int size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = new float[size];
        for (int i = 0; i < size; i++) {
            x[i] = (float) (random.nextDouble() - 0.5) * (i % 17 == 0 ? 5 : 1);
        }
        return x;
    }

    private static byte[] file(Encoding encoding, int columns) {
        float[] values = random(ROWS * columns, 1);
        byte[] file = new byte[(int) encoding.type().bytes(values.length)];
        encoding.type().encode(values, 0, values.length, file, 0);
        return file;
    }

    private static PackedWeights packed(Encoding encoding, byte[] file, RowOrder order, Arena arena) {
        PackedWeights packed = new PackedWeights(encoding, ROWS, columns(encoding), arena);
        for (int group = 0; group < Math.ceilDiv(ROWS, PackedWeights.ROWS); group++) {
            Repacker.group(MemorySegment.ofArray(file), order, packed, group);
        }
        return packed;
    }

    @ParameterizedTest
    @EnumSource
    void aPackedRowIsWhatTheFileHolds(Encoding encoding) {
        int columns = columns(encoding);
        byte[] file = file(encoding, columns);
        float[] expected = new float[ROWS * columns];
        encoding.type().decode(MemorySegment.ofArray(file), 0, expected, 0, expected.length);
        try (Arena arena = Arena.ofConfined()) {
            PackedWeights packed = packed(encoding, file, row -> ROWS - 1 - row, arena);
            for (int row = 0; row < ROWS; row++) {
                for (int column = 0; column < columns; column++) {
                    assertEquals(expected[(ROWS - 1 - row) * columns + column],
                        ScalarBlocks.value(packed, row, column) + 0.0f, 0.0f, encoding + " " + row + " " + column);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyNumberOfRowsAndThreadsHasTheScalarTwinsBits(Encoding encoding) {
        int columns = columns(encoding);
        int most = 23;
        float[] x = random(most * columns, 2);
        try (Arena arena = Arena.ofShared()) {
            PackedWeights packed = packed(encoding, file(encoding, columns), RowOrder.SAME, arena);
            float[] expected = new float[most * ROWS];
            for (int i = 0; i < expected.length; i++) {
                expected[i] = ScalarBlocks.dot(packed, i % ROWS, x, i / ROWS * columns);
            }
            for (int threads = 1; threads <= 2; threads++) {
                try (ThreadTeam team = new ThreadTeam(threads)) {
                    Linear linear = new Linear(team);
                    for (int rows : new int[] {1, 2, 8, 9, most}) {
                        float[] y = new float[most * 2 * ROWS];
                        linear.multiply(rows, x, 0, columns, y, 0, 2 * ROWS, packed, packed);
                        for (int i = 0; i < rows * 2 * ROWS; i++) {
                            int row = i / (2 * ROWS);
                            assertEquals(expected[row * ROWS + i % ROWS], y[i], 0.0f, encoding + ", " + rows + " rows, "
                                + threads + " threads, element " + i);
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void unpackingGivesTheFloatsThatTheFileMeans(Encoding encoding) {
        int columns = columns(encoding);
        byte[] file = file(encoding, columns);
        float[] expected = new float[ROWS * columns];
        encoding.type().decode(MemorySegment.ofArray(file), 0, expected, 0, expected.length);
        try (Arena arena = Arena.ofConfined()) {
            PackedWeights packed = packed(encoding, file, RowOrder.SAME, arena);
            VectorBlocks blocks = new VectorBlocks();
            float[] to = new float[Encoding.BLOCK * Vectors.PANEL];
            float[] row = new float[columns];
            blocks.begin(packed, 0);
            for (int i = 0; i < Vectors.PANEL; i++) {
                for (int column = 0; column < columns; column += Encoding.BLOCK) {
                    blocks.unpack(column, to, 0, 2 * Vectors.WIDTH, Vectors.PANEL);
                    for (int c = column; c < Math.min(columns, column + Encoding.BLOCK); c++) {
                        row[c] = to[(c - column) * Vectors.PANEL + i] + 0.0f;
                    }
                }
                float[] wanted = new float[columns];
                for (int c = 0; c < columns; c++) {
                    wanted[c] = expected[i * columns + c] + 0.0f;
                }
                assertArrayEquals(wanted, row, encoding + " row " + i);
            }
        }
    }
}
