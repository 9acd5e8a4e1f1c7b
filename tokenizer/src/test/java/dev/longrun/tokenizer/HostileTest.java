package dev.longrun.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are damaged or mean harm give one line; text that means harm takes time in proportion to its length. */
class HostileTest {

    private static final List<String> FAMILIES = List.of("llama3/tokenizer.json", "gemma/tokenizer.json",
        "unigram/tokenizer.json", "added/tokenizer.json", "grok2/tokenizer.tok.json", "sp-bpe/tokenizer.model",
        "sp-unigram/tokenizer.model");

    @TempDir
    private Path folder;

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(HostileTest.class.getResource("/oracle/" + name).toURI());
    }

    @Test
    void damageGivesOneLineOrATokenizer() throws IOException, URISyntaxException {
        damage(25, 5);
    }

    @Test
    @Tag("nightly")
    void muchDamageGivesOneLineOrATokenizer() throws IOException, URISyntaxException {
        damage(10_000, 6);
    }

    private void damage(int rounds, long seed) throws IOException, URISyntaxException {
        Random random = new Random(seed);
        for (String family : FAMILIES) {
            byte[] whole = Files.readAllBytes(resource(family));
            Path file = folder.resolve(family);
            for (int i = 0; i < rounds; i++) {
                byte[] damaged = whole.clone();
                for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                    // The beginning, where the structure is, as often as the long vocabulary.
                    int within = random.nextBoolean() ? Math.min(2_000, damaged.length) : damaged.length;
                    int at = random.nextInt(within);
                    damaged[at] = random.nextBoolean() ? (byte) random.nextInt(256)
                        : damaged[random.nextInt(damaged.length)];
                }
                TestStrings.write(file, i % 10 == 0 ? Arrays.copyOf(damaged, random.nextInt(whole.length)) : damaged);
                try {
                    Tokenizer tokenizer = Tokenizer.open(file.getParent());
                    tokenizer.decode(tokenizer.encode("Hello kalo é語\n 12 <s>", Specials.ADDED));
                } catch (TokenizerException expected) {
                    assertEquals(1, expected.getMessage().lines().count(), expected.getMessage());
                }
            }
        }
    }

    @Test
    void muchOfOneCharacterTakesAMoment() throws URISyntaxException {
        repeated(100_000);
    }

    @Test
    @Tag("nightly")
    void aMegabyteOfOneCharacterTakesAMoment() throws URISyntaxException {
        repeated(1_000_000);
    }

    private static void repeated(int length) throws URISyntaxException {
        for (String family : FAMILIES) {
            Encoder encoder = Tokenizer.open(resource(family).getParent()).encoder();
            for (String text : List.of("a", " ", "\n", "ab", "'", "語", "\u0301", "1", "<")) {
                assertTimeoutPreemptively(Duration.ofSeconds(30), () ->
                    encoder.encode(text.repeat(length / text.length()), Specials.READ, new IntList()),
                    family + " of " + text);
            }
        }
    }

    @Test
    void aPatternThatBacktracksWithoutEndIsEnded() throws IOException, URISyntaxException {
        String json = Files.readString(resource("deepseek/tokenizer.json"));
        Path file = folder.resolve("tokenizer.json");
        TestStrings.write(file, json.replace("\\\\s?\\\\p{L}+", "(a*)(a*)(a*)(a*)(a*)(a*)(a*)(a*)c"));
        Tokenizer tokenizer = Tokenizer.load(file);
        assertTrue(assertThrows(TokenizerException.class, () -> tokenizer.encode("a".repeat(100))).getMessage()
            .contains("takes too long"));
    }

    @Test
    void protobufSaysWhatIsWrong() {
        Path file = folder.resolve("tokenizer.model");
        for (String[] bad : new String[][] {{"", "it holds no pieces"}, {"0a7f", "field 1 says 127 bytes, 0 are left"},
            {"0a", "it ends too early"}, {"0b", "is of kind 3"}, {"0a020a00", "piece 0 is empty"},
            {"0affffffffffffffffffff", "a number without end"}, {"0a030a01ff", "field 1 is not UTF-8"}}) {
            TestStrings.write(file, java.util.HexFormat.of().parseHex(bad[0]));
            String said = assertThrows(TokenizerException.class, () -> Tokenizer.sentencePiece(file)).getMessage();
            assertTrue(said.startsWith(file + ": ") && said.contains(bad[1]), said);
        }
    }
}
