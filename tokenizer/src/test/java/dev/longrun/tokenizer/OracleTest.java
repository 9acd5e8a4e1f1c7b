package dev.longrun.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Against what the families' own libraries made of awkward strings, as recorded in src/test/resources/oracle or, for a
 * wide comparison, in the folder that {@code -Dlongrun.oracle} names; src/test/oracle/README.md says how.
 */
class OracleTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path record() throws URISyntaxException {
        String wide = System.getProperty("longrun.oracle");
        return wide != null ? Path.of(wide) : Path.of(OracleTest.class.getResource("/oracle/strings.json").toURI())
            .getParent();
    }

    static List<Path> families() throws IOException, URISyntaxException {
        try (Stream<Path> families = Files.list(record())) {
            List<Path> found = families.filter(Files::isDirectory).sorted().toList();
            assertTrue(found.size() >= 26, "families are missing in " + record());
            return found;
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void givesTheSameTokensAndTexts(Path family) throws IOException {
        Tokenizer tokenizer = Tokenizer.open(family);
        Encoder encoder = tokenizer.encoder();
        List<String> differences = new ArrayList<>();
        int count = 0;
        for (String recorded : Files.readAllLines(family.resolve("expected.jsonl"))) {
            JsonNode line = JSON.readTree(recorded);
            compare(tokenizer, encoder, line, differences);
            count++;
        }
        assertEquals(JSON.readTree(family.resolveSibling("strings.json").toFile()).size(), count);
        assertEquals(List.of(), differences.stream().limit(8).toList(), differences.size() + " differ in "
            + family.getFileName());
    }

    private static void compare(Tokenizer tokenizer, Encoder encoder, JsonNode line, List<String> differences) {
        byte[] bytes = bytes(line);
        String text = line.path("text").asText();
        if (line.has("text")) {
            same("read", line, "ids", encode(encoder, text, Specials.READ), differences);
            same("added", line, "added", encode(encoder, text, Specials.ADDED), differences);
            same("plain", line, "plain", encode(encoder, text, Specials.TEXT), differences);
        } else {
            IntList into = new IntList();
            encoder.encode(bytes, 0, bytes.length, into);
            same("bytes", line, "ids", into.copy(), differences);
        }
        int[] ids = ids(line.has("ids") ? line.path("ids") : line.path("plain"));
        same("decoded", line, "decoded", tokenizer.decode(ids), differences);
        same("shown", line, "shown", tokenizer.decodeWithSpecials(ids), differences);
        same("some", line, "someDecoded", tokenizer.decode(ids(line.path("some"))), differences);
        StreamDecoder stream = tokenizer.stream();
        StringBuilder streamed = new StringBuilder();
        IntStream.of(ids).forEach(id -> streamed.append(stream.add(id)));
        same("streamed", line, "decoded", streamed + stream.end(), differences);
    }

    private static byte[] bytes(JsonNode line) {
        return Base64.getDecoder().decode(line.path("bytes").asText());
    }

    private static int[] encode(Encoder encoder, String text, Specials specials) {
        IntList into = new IntList();
        encoder.encode(text, specials, into);
        return into.copy();
    }

    private static void same(String what, JsonNode line, String key, Object ours, List<String> differences) {
        if (!line.has(key)) {
            return;
        }
        try {
            String theirs = JSON.writeValueAsString(line.path(key));
            String found = JSON.writeValueAsString(ours);
            if (!theirs.equals(found)) {
                String of = line.has("text") ? line.path("text").toString() : line.path("bytes").toString();
                differences.add("\n" + what + " of " + of + " " + line.path("ids") + line.path("some") + "\n  is     "
                    + found + "\n  not    " + theirs);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int[] ids(JsonNode ids) {
        return IntStream.range(0, ids.size()).map(i -> ids.get(i).asInt()).toArray();
    }
}
