package dev.longrun.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFileTest {

    @TempDir
    private Path folder;
    private Path file;
    private String json;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("tokenizer.json");
        TestStrings.tokenizer("kalo kalo kami kami mila mila", 262).save(file);
        json = Files.readString(file);
    }

    private void refuses(String from, String to, String said) {
        assertTrue(json.contains(from), from);
        TestStrings.write(file, json.replace(from, to));
        TokenizerException error = assertThrows(TokenizerException.class, () -> Tokenizer.load(file));
        assertTrue(error.getMessage().startsWith(file + ": ") && error.getMessage().contains(said), error.getMessage());
        assertEquals(1, error.getMessage().lines().count());
    }

    @Test
    void refusesWhatItCannotUse() {
        refuses("\"BPE\"", "\"Unigram\"", "model.vocab must be an array");
        refuses("\"BPE\"", "\"WordPiece\"", "model.type must be BPE or Unigram, is WordPiece");
        refuses("(?i:'s", "(?~'s", "is not supported");
        refuses("(?i:'s", "\\\\g<1>(?i:'s", "uses \\g");
        refuses("\"Split\"", "\"UnicodeScripts\"", "the pre_tokenizer UnicodeScripts is not supported");
        refuses("\"Isolated\"", "\"Elsewhere\"", "the behavior \"Elsewhere\" is not supported");
        refuses("\"dropout\" : null", "\"dropout\" : 0.1", "model.dropout");
        refuses("\"end_of_word_suffix\" : null", "\"end_of_word_suffix\" : \"</w>\"", "end_of_word_suffix");
        refuses("\"normalizer\" : null", "\"normalizer\" : {\"type\": \"BertNormalizer\"}", "normalizer");
        refuses("\"post_processor\" : null", "\"post_processor\" : {\"type\": \"Other\"}", "post_processor");
        refuses("\"id\" : 261", "\"id\" : 77", "the id 77 where 261 is its place");
        refuses("\"id\" : 261", "\"id\" : 2000000000", "the id 2000000000 where 261 is its place");
        refuses("\"k\" : 107", "\"k\" : -1", "ids must be 0 to 66579");
        refuses("\"k\" : 107", "\"k\" : 1.5", "ids must be 0 to 66579");
        refuses("\"k\" : 107", "\"k\" : 108", "two tokens have the id 108");
        refuses("\"k\" : 107", "\"kkkk\" : 107", "\"k\" is missing");
        refuses("\"k a\"", "\"k a b\"", "must be two tokens");
        refuses("\"k a\"", "\"k zz\"", "\"zz\" is missing");
        refuses("\"k a\"", "\"z z\"", "\"zz\" is missing");
        refuses("\"k a\"", "[[[]]]", "must be two tokens");
    }

    @Test
    void refusesWhatIsNoJson() {
        TestStrings.write(file, "");
        assertThrows(TokenizerException.class, () -> Tokenizer.load(file));
        TestStrings.write(file, "[".repeat(100_000));
        assertThrows(TokenizerException.class, () -> Tokenizer.load(file));
        assertTrue(assertThrows(TokenizerException.class, () -> Tokenizer.load(folder.resolve("none.json")))
            .getMessage().endsWith("no such file"));
    }

    @Test
    void readsMergesWrittenAsPairs() {
        TestStrings.write(file, json.replaceAll("\"k a\"", "[\"k\", \"a\"]"));
        assertEquals(1, Tokenizer.load(file).encode("ka").length);
    }

    @Test
    void randomDamageGivesOneLineOrATokenizer() throws IOException {
        Random random = new Random(4);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = whole.clone();
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            int length = i % 10 == 0 ? random.nextInt(whole.length) : whole.length;
            TestStrings.write(file, java.util.Arrays.copyOf(damaged, length));
            try {
                Tokenizer.load(file).encode("kalo kami");
            } catch (TokenizerException expected) {
                assertEquals(1, expected.getMessage().lines().count(), expected.getMessage());
            }
        }
    }
}
