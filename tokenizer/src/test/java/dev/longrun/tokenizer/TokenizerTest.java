package dev.longrun.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {

    private static final Tokenizer TOKENIZER = TestStrings.tokenizer(TestStrings.prose(1, 30_000), 700);

    /** The definition, as slow as it is short: the pair of lowest rank, leftmost, until none is left. */
    private static List<Integer> naive(Tokenizer tokenizer, byte[] piece) {
        List<Integer> tokens = new ArrayList<>();
        for (byte b : piece) {
            tokens.add(b & 0xFF);
        }
        MergeTable merges = ((BytePairs) tokenizer.setup().model()).merges();
        while (true) {
            long best = MergeTable.NONE;
            int at = -1;
            for (int i = 0; i + 1 < tokens.size(); i++) {
                long found = merges.find(tokens.get(i), tokens.get(i + 1));
                if (found < best) {
                    best = found;
                    at = i;
                }
            }
            if (at < 0) {
                return tokens;
            }
            tokens.remove(at);
            tokens.set(at, MergeTable.merged(best));
        }
    }

    @Test
    void anyBytesComeBackAsTheyWere() {
        Random random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = TestStrings.bytes(random, random.nextInt(200));
            assertArrayEquals(bytes, TOKENIZER.decodeBytes(TOKENIZER.encode(bytes)));
        }
        byte[] all = new byte[1 << 20];
        random.nextBytes(all);
        assertArrayEquals(all, TOKENIZER.decodeBytes(TOKENIZER.encode(all)));
    }

    @Test
    void mergesAsDefinedInShortAndLongPieces() {
        Random random = new Random(6);
        for (int length : new int[] {1, 2, 3, 7, 47, 48, 49, 50, 200, 1000}) {
            for (int i = 0; i < 50; i++) {
                String word = TestStrings.prose(random.nextLong(), length * 4).replaceAll("\\P{IsLatin}", "")
                    .substring(0, length);
                byte[] piece = word.getBytes(StandardCharsets.UTF_8);
                List<Integer> tokens = java.util.Arrays.stream(TOKENIZER.encode(piece)).boxed().toList();
                assertEquals(naive(TOKENIZER, piece), tokens, () -> "of " + word);
            }
        }
    }

    @Test
    void aPieceWithoutEndIsEncodedInReasonableTime() {
        byte[] piece = "kalo".repeat(250_000).getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(piece, TOKENIZER.decodeBytes(TOKENIZER.encode(piece)));
    }

    @Test
    void rememberedPiecesGiveTheSameTokensAsFreshOnes() {
        Encoder encoder = TOKENIZER.encoder();
        Random random = new Random(9);
        for (int i = 0; i < 2_000; i++) {
            byte[] text = TestStrings.awkward(random, 20).getBytes(StandardCharsets.UTF_8);
            IntList tokens = new IntList();
            encoder.encode(text, 0, text.length, tokens);
            assertArrayEquals(TOKENIZER.encode(text), tokens.copy());
        }
    }

    @Test
    void readsBackWhatItWrote(@TempDir Path folder) {
        Path file = folder.resolve("a b é").resolve("tokenizer.json");
        TestStrings.write(file, "");
        TOKENIZER.save(file);
        Tokenizer read = Tokenizer.load(file);
        assertEquals(TOKENIZER.vocabulary(), read.vocabulary());
        assertEquals(TOKENIZER.endOfText(), read.endOfText());
        Random random = new Random(10);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = TestStrings.bytes(random, 100);
            assertArrayEquals(TOKENIZER.encode(bytes), read.encode(bytes));
        }
    }

    @Test
    void theSeparatorInTextIsText() {
        String text = "a" + Tokenizer.END_OF_TEXT + "b";
        int[] tokens = TOKENIZER.encode(text);
        assertTrue(java.util.Arrays.stream(tokens).noneMatch(token -> token == TOKENIZER.endOfText()));
        assertEquals(text, TOKENIZER.decode(tokens));
        assertEquals("", TOKENIZER.decode(TOKENIZER.endOfText()));
        assertEquals(699, TOKENIZER.endOfText());
        assertEquals(0, TOKENIZER.byteCount(TOKENIZER.endOfText()));
    }
}
