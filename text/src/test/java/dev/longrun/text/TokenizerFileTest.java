package dev.longrun.text;

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
        TestText.tokenizer("kalo kalo kami kami mila mila", 262).save(file);
        json = Files.readString(file);
    }

    private void refuses(String from, String to, String said) {
        assertTrue(json.contains(from), from);
        TestText.write(file, json.replace(from, to));
        TextException error = assertThrows(TextException.class, () -> Tokenizer.load(file));
        assertTrue(error.getMessage().startsWith(file + ": ") && error.getMessage().contains(said), error.getMessage());
        assertEquals(1, error.getMessage().lines().count());
    }

    @Test
    void refusesWhatItCannotUse() {
        refuses("\"BPE\"", "\"Unigram\"", "model.type must be BPE");
        refuses("{1,2}", "{1,3}", "pre_tokenizer");
        refuses("\"byte_fallback\" : false", "\"byte_fallback\" : true", "byte_fallback");
        refuses("\"normalizer\" : null", "\"normalizer\" : {\"type\": \"NFC\"}", "normalizer");
        refuses("<|endoftext|>", "<s>", "added_tokens");
        refuses("\"id\" : 261", "\"id\" : 77", "two tokens have the id 77");
        refuses("\"id\" : 261", "\"id\" : 2000000000", "ids must be 0 to 261");
        refuses("\"k\" : 107", "\"k\" : -1", "ids must be 0 to 261");
        refuses("\"k\" : 107", "\"k\" : 1.5", "ids must be 0 to 261");
        refuses("\"k\" : 107", "\"k\" : 108", "two tokens have the id 108");
        refuses("\"k\" : 107", "\"漢\" : 107", "stands for no byte");
        refuses("\"k\" : 107", "\"kkkk\" : 107", "\"k\" is missing");
        refuses("\"k a\"", "\"k a b\"", "must be two tokens");
        refuses("\"k a\"", "\"k zz\"", "\"zz\" is missing");
        refuses("\"k a\"", "\"z z\"", "\"zz\" is missing");
        refuses("\"k a\"", "[[[]]]", "must be two tokens");
    }

    @Test
    void refusesWhatIsNoJson() {
        TestText.write(file, "");
        assertThrows(TextException.class, () -> Tokenizer.load(file));
        TestText.write(file, "[".repeat(100_000));
        assertThrows(TextException.class, () -> Tokenizer.load(file));
        assertTrue(assertThrows(TextException.class, () -> Tokenizer.load(folder.resolve("none.json"))).getMessage()
            .endsWith("no such file"));
    }

    @Test
    void readsMergesWrittenAsPairs() {
        TestText.write(file, json.replaceAll("\"k a\"", "[\"k\", \"a\"]"));
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
            TestText.write(file, java.util.Arrays.copyOf(damaged, length));
            try {
                Tokenizer.load(file).encode("kalo kami");
            } catch (TextException expected) {
                assertEquals(1, expected.getMessage().lines().count(), expected.getMessage());
            }
        }
    }
}
