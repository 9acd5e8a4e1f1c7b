package dev.longrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longrun.run.RunSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The keys of docs/run-file.md are those of the records. */
class RunFileDocTest {

    private static final Path PAGE = Path.of(System.getProperty("longrun.root"), "docs/run-file.md");
    private static final String START = "<!-- keys: made from the records; a test holds them -->\n";
    private static final String END = "<!-- end of keys -->\n";

    @Test
    void theKeysAreThoseOfTheRecords() throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf(START) + START.length();
        int end = page.indexOf(END);
        String keys = keys();
        if (Boolean.getBoolean("longrun.regenerate")) {
            Files.writeString(PAGE, page.substring(0, start) + keys + page.substring(end));
            return;
        }
        assertEquals(keys, page.substring(start, end), "docs/run-file.md is out of date; to write it anew: "
            + "mvn -pl cli -am test -Dtest=RunFileDocTest -Dsurefire.failIfNoSpecifiedTests=false "
            + "-Dlongrun.regenerate=true");
    }

    private static String keys() throws IOException {
        JsonNode schema = JsonMapper.builder().build().readTree(RunSchema.json());
        StringBuilder top = new StringBuilder(table());
        StringBuilder sections = new StringBuilder();
        schema.path("properties").properties().forEach(entry -> {
            Optional<JsonNode> section = section(entry.getValue());
            if (section.isEmpty()) {
                top.append(row(entry.getKey(), entry.getValue()));
                return;
            }
            sections.append("\n### ").append(entry.getKey()).append("\n\n")
                .append(entry.getValue().path("description").asText()).append(".\n\n").append(table());
            section.get().path("properties").properties().forEach(key -> sections.append(row(key.getKey(),
                key.getValue())));
        });
        return "\n" + top + sections + "\n";
    }

    private static Optional<JsonNode> section(JsonNode value) {
        List<JsonNode> forms = new ArrayList<>(List.of(value));
        value.path("anyOf").forEach(forms::add);
        return forms.stream().filter(form -> form.has("properties")).findFirst();
    }

    private static String table() {
        return "| key | meaning | example |\n|---|---|---|\n";
    }

    private static String row(String key, JsonNode value) {
        String allowed = value.path("enum").isArray() ? ": " + value.path("enum").valueStream()
            .map(choice -> "`" + choice.asText() + "`").collect(Collectors.joining(", ")) : "";
        String example = value.path("examples").valueStream().map(JsonNode::asText).findFirst()
            .map(text -> "`" + text + "`").orElse("");
        String meaning = (value.path("description").asText() + allowed).replace("|", "\\|");
        return "| `" + key + "` | " + meaning + " | " + example + " |\n";
    }
}
