package dev.longrun.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longrun.tokenizer.Tokenizer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against what Hugging Face's tokenizers library made of the tokenizer.json that we write, recorded in
 * src/test/resources/huggingface. To record anew: set {@link #RECORD} to true and run this test, which writes the
 * tokenizer and the strings, then record.py there (it says how), then set it back.
 */
class HuggingFaceTest {

    private static final boolean RECORD = false;

    private static Tokenizer tokenizer() {
        return TestText.tokenizer(TestText.prose(11, 100_000) + "don't DON'T we'll\r\n\r\n\t  it's 2024 ".repeat(200),
            600);
    }

    private static List<String> strings() {
        Random random = new Random(12);
        return IntStream.range(0, 600)
            .mapToObj(i -> i % 3 == 0 ? TestText.prose(i, 60) : TestText.awkward(random, 1 + i % 17))
            // The library takes the special token for what it says, we for text: a difference on purpose.
            .map(text -> text.replace(Tokenizer.END_OF_TEXT, "<|"))
            // Unassigned in Unicode 15, and a control that some versions of the library's regex count as space.
            .map(text -> text.replace("\u0378", "?")).toList();
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(HuggingFaceTest.class.getResource("/huggingface/" + name).toURI());
    }

    @Test
    void givesTheSameTokens() throws IOException, URISyntaxException {
        if (RECORD) {
            Path folder = Path.of(System.getProperty("longrun.root"), "text", "src", "test", "resources",
                "huggingface");
            tokenizer().save(folder.resolve("tokenizer.json"));
            new ObjectMapper().writeValue(folder.resolve("strings.json").toFile(), strings());
        }
        Tokenizer tokenizer = Tokenizer.load(resource("tokenizer.json"));
        int compared = 0;
        for (String line : Files.readAllLines(resource("expected.jsonl"))) {
            JsonNode expected = new ObjectMapper().readTree(line);
            String text = expected.get("text").asText();
            int[] ids = IntStream.range(0, expected.get("ids").size()).map(i -> expected.get("ids").get(i).asInt())
                .toArray();
            assertArrayEquals(ids, tokenizer.encode(text), () -> "of " + text);
            assertEquals(expected.get("decoded").asText(), tokenizer.decode(ids));
            compared++;
        }
        assertEquals(600, compared);
    }

    @Test
    void writesTheFileThatWasRecorded(@TempDir Path folder) throws IOException, URISyntaxException {
        tokenizer().save(folder.resolve("tokenizer.json"));
        assertEquals(Files.readString(resource("tokenizer.json")), Files.readString(folder.resolve("tokenizer.json")));
        assertTrue(strings().size() == 600);
    }
}
