package dev.longrun.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What record.py in src/test/resources/jinja recorded of Jinja2. */
final class Fixtures {

    /** The time that the recording had. */
    static final Clock CLOCK = Clock.fixed(Instant.parse("2024-07-26T09:05:03Z"), ZoneOffset.UTC);

    private static final ObjectMapper JSON = new ObjectMapper();

    private Fixtures() {
    }

    static String text(String name) {
        try (var in = Fixtures.class.getResourceAsStream("/jinja/" + name)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> lines(String name) {
        return lines(text(name).lines().toList());
    }

    static List<JsonNode> lines(Path file) throws IOException {
        return lines(Files.readAllLines(file));
    }

    private static List<JsonNode> lines(List<String> lines) {
        List<JsonNode> cases = new ArrayList<>();
        lines.forEach(line -> cases.add(json(line)));
        return cases;
    }

    /** What the recorded templates may use. */
    static RenderOptions variables() {
        Map<String, JsonNode> variables = new LinkedHashMap<>();
        json(text("variables.json")).properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue()));
        return new RenderOptions(true, variables, CLOCK);
    }
}
