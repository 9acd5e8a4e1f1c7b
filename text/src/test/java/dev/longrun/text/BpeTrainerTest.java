package dev.longrun.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longrun.tokenizer.Pieces;
import dev.longrun.tokenizer.Tokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BpeTrainerTest {

    private static final Tokenizer BYTES = Tokenizer.of(new int[0], new int[0]);

    /** The definition: count all pairs anew for every merge. Returns the bytes of each merge in order. */
    private static List<String> naive(String text, int merges) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<List<Integer>> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length;) {
            int end = Pieces.OURS.end(bytes, at, bytes.length);
            List<Integer> piece = new ArrayList<>();
            for (int i = at; i < end; i++) {
                piece.add(bytes[i] & 0xFF);
            }
            pieces.add(piece);
            at = end;
        }
        Map<Integer, String> tokens = new HashMap<>();
        for (int b = 0; b < 256; b++) {
            tokens.put(b, BYTES.written(b));
        }
        List<String> learnt = new ArrayList<>();
        Set<String> known = new HashSet<>();
        while (learnt.size() < merges) {
            Map<Long, Long> counts = new HashMap<>();
            for (List<Integer> piece : pieces) {
                for (int i = 0; i + 1 < piece.size(); i++) {
                    counts.merge(PairTable.key(piece.get(i), piece.get(i + 1)), 1L, Long::sum);
                }
            }
            long best = counts.entrySet().stream()
                .filter(e -> !known.contains(joined(tokens, e.getKey()))).min((a, b) ->
                    a.getValue().equals(b.getValue()) ? Long.compare(a.getKey(), b.getKey())
                        : Long.compare(b.getValue(), a.getValue())).orElseThrow().getKey();
            int left = (int) (best >>> 32);
            int right = (int) best;
            int token = 256 + learnt.size();
            tokens.put(token, joined(tokens, best));
            known.add(tokens.get(token));
            learnt.add(tokens.get(left) + " " + tokens.get(right));
            for (List<Integer> piece : pieces) {
                for (int i = 0; i + 1 < piece.size(); i++) {
                    if (piece.get(i) == left && piece.get(i + 1) == right) {
                        piece.set(i, token);
                        piece.remove(i + 1);
                    }
                }
            }
        }
        return learnt;
    }

    private static String joined(Map<Integer, String> tokens, long pair) {
        return tokens.get((int) (pair >>> 32)) + tokens.get((int) pair);
    }

    /** The merges in order, as the tokenizer's file has them. */
    private static List<String> learnt(Tokenizer tokenizer) {
        try {
            Path file = Files.createTempFile("tokenizer", ".json");
            tokenizer.save(file);
            List<String> merges = new ArrayList<>();
            new ObjectMapper().readTree(file.toFile()).at("/model/merges").forEach(merge -> merges.add(merge.asText()));
            Files.delete(file);
            return merges;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void learnsWhatTheDefinitionSays() {
        for (int seed = 0; seed < 4; seed++) {
            String text = TestText.prose(seed, 4_000) + "aaaa aaaaa aaa aaaaaaaaa abab ababab ".repeat(20);
            assertEquals(naive(text, 120), learnt(TestText.tokenizer(text, 377)));
        }
    }

    @Test
    void theSameForAnyNumberOfThreads(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder)
        throws java.io.IOException {
        byte[] text = TestText.prose(3, 3 << 20).getBytes(StandardCharsets.UTF_8);
        TestText.write(folder.resolve("text"), text);
        try (RawText raw = RawText.open(folder.resolve("text"), new long[] {0, 5, 5, text.length})) {
            List<String> one = TestText.withTeam(1, team -> learnt(BpeTrainer.train(
                PieceCounts.count(raw, team, Watcher.SILENT), 1000, Watcher.SILENT)));
            List<String> three = TestText.withTeam(3, team -> learnt(BpeTrainer.train(
                PieceCounts.count(raw, team, Watcher.SILENT), 1000, Watcher.SILENT)));
            assertEquals(one, three);
            assertEquals(743, one.size());
        }
    }

    @Test
    void saysHowLargeTheVocabularyCouldBe() {
        TextException error = assertThrows(TextException.class, () -> TestText.tokenizer("abcabc abcabc", 300));
        assertEquals("vocabulary 300 is larger than the training text supports: at most 260, after that no pair of"
            + " tokens stands in it twice", error.getMessage());
        assertEquals(260, TestText.tokenizer("abcabc abcabc", 260).vocabulary());
        assertEquals(257, TestText.tokenizer("a", 257).vocabulary());
    }

    @Test
    void everyTokenIsAnotherString() {
        Tokenizer tokenizer = TestText.tokenizer(TestText.prose(4, 300_000), 2000);
        Set<String> strings = new HashSet<>();
        for (int token = 0; token < tokenizer.vocabulary(); token++) {
            assertTrue(strings.add(tokenizer.written(token)));
        }
    }

    @Test
    void aVeryLongLineIsLearntFrom() {
        Tokenizer tokenizer = TestText.tokenizer("acgt".repeat(100_000), 258);
        assertArrayEquals(new int[] {256}, tokenizer.encode("ac"));
    }
}
