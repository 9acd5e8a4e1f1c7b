package dev.longrun.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.tokenizer.IntList;
import dev.longrun.tokenizer.Tokenizer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchesTest {

    @TempDir
    private Path folder;
    private int shards;

    private Tokens tokens(Arena arena, int vocabulary, int... values) throws IOException {
        Path file = folder.resolve("shard" + shards++);
        try (ShardWriter shard = new ShardWriter(file, Tokens.tokenBytes(vocabulary))) {
            shard.write(values, values.length);
        }
        return Tokens.open(file, vocabulary, arena);
    }

    @Test
    void permutationsAreBijections() {
        for (long size : new long[] {1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 63, 64, 65, 1000, 4095, 4097, 100_003}) {
            for (long epoch = 0; epoch < 3; epoch++) {
                Permutation permutation = new Permutation(size, 42, epoch);
                boolean[] seen = new boolean[(int) size];
                for (int i = 0; i < size; i++) {
                    int to = (int) permutation.apply(i);
                    assertFalse(seen[to], "of " + size);
                    seen[to] = true;
                }
            }
        }
        long huge = (1L << 40) + 12345;
        long to = new Permutation(huge, 1, 2).apply(huge - 1);
        assertTrue(to >= 0 && to < huge);
    }

    @Test
    void epochsAndSeedsDiffer() {
        int size = 10_000;
        int[] sameEpoch = new int[1];
        int[] sameSeed = new int[1];
        int[] unmoved = new int[1];
        Permutation one = new Permutation(size, 5, 0);
        Permutation two = new Permutation(size, 5, 1);
        Permutation other = new Permutation(size, 6, 0);
        for (int i = 0; i < size; i++) {
            sameEpoch[0] += one.apply(i) == two.apply(i) ? 1 : 0;
            sameSeed[0] += one.apply(i) == other.apply(i) ? 1 : 0;
            unmoved[0] += one.apply(i) == i ? 1 : 0;
        }
        // One is expected of random permutations; ten or more has a chance of 1e-7.
        assertTrue(sameEpoch[0] < 10 && sameSeed[0] < 10 && unmoved[0] < 10);
    }

    @Test
    void everyTokenIsATargetOnceAnEpoch() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int context = 7;
            Tokens tokens = tokens(arena, 1000, IntStream.range(0, 1000).toArray());
            Batches batches = new Batches(tokens, context, 3);
            assertEquals(142, batches.sequences());
            int[][] orders = new int[2][];
            for (int epoch = 0; epoch < 2; epoch++) {
                int[] inputs = new int[142 * context];
                int[] targets = new int[142 * context];
                batches.fill(epoch * 142L, 142, inputs, targets);
                for (int i = 0; i < targets.length; i++) {
                    assertEquals(inputs[i] + 1, targets[i]);
                }
                orders[epoch] = targets.clone();
                Arrays.sort(targets);
                assertArrayEquals(IntStream.range(1, 142 * context + 1).toArray(), targets);
            }
            assertFalse(Arrays.equals(orders[0], orders[1]));
        }
    }

    @Test
    void thePositionIsTheWholeState() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Tokens tokens = tokens(arena, 1000, IntStream.range(0, 1000).toArray());
            int[] whole = new int[300 * 5];
            int[] wholeTargets = new int[300 * 5];
            new Batches(tokens, 5, 9).fill(50, 300, whole, wholeTargets);
            for (int first = 0; first < 300; first += 60) {
                int[] part = new int[60 * 5];
                int[] partTargets = new int[60 * 5];
                new Batches(tokens, 5, 9).fill(50 + first, 60, part, partTargets);
                assertArrayEquals(Arrays.copyOfRange(whole, first * 5, (first + 60) * 5), part);
                assertArrayEquals(Arrays.copyOfRange(wholeTargets, first * 5, (first + 60) * 5), partTargets);
            }
        }
    }

    @Test
    void tooLittleTextForOneSequenceIsSaid() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Tokens tokens = tokens(arena, 300, 1, 2, 3, 4);
            assertEquals(1, new Batches(tokens, 3, 0).sequences());
            assertTrue(assertThrows(TextException.class, () -> new Batches(tokens, 4, 0)).getMessage()
                .contains("4 tokens, fewer than one sequence of 4"));
        }
    }

    @Test
    void validationPredictsEveryByteOnce() throws IOException {
        Tokenizer tokenizer = TestText.tokenizer(TestText.prose(1, 50_000), 400);
        IntList shard = new IntList();
        int bytes = 0;
        for (int document = 0; document < 9; document++) {
            String text = TestText.prose(document + 50, 700 + document);
            bytes += text.getBytes(StandardCharsets.UTF_8).length;
            int[] tokens = tokenizer.encode(text);
            shard.add(tokenizer.endOfText());
            shard.addAll(tokens, 0, tokens.length);
        }
        try (Arena arena = Arena.ofConfined()) {
            Tokens tokens = tokens(arena, 400, shard.copy());
            for (int context : new int[] {1, 5, 64, 100_000}) {
                ValidationBatches batches = new ValidationBatches(tokens, tokenizer, context);
                assertEquals(bytes, batches.bytes());
                int sequences = Math.toIntExact(batches.sequences()) + 2;
                int[] inputs = new int[sequences * context];
                int[] targets = new int[sequences * context];
                batches.fill(0, sequences, inputs, targets);
                IntList counted = new IntList();
                for (int i = 0; i < targets.length; i++) {
                    if (targets[i] >= 0) {
                        counted.add(targets[i]);
                        assertEquals(shard.get(i), inputs[i]);
                        assertEquals(shard.get(i + 1), targets[i]);
                    }
                }
                assertEquals(batches.targets(), counted.size());
                assertArrayEquals(tokenizer.decodeBytes(shard.copy()), tokenizer.decodeBytes(counted.copy()));
            }
        }
    }
}
