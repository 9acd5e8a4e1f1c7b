package dev.longrun.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Against what Jinja2 made of the same templates, recorded in src/test/resources/jinja by record.py there: templates
 * written by hand, one a construct, and templates made at random. Where Jinja2 fails, so must we; how is our own.
 */
class JinjaTest {

    private static final RenderOptions VARIABLES = Fixtures.variables();

    @Test
    void printsWhatJinjaPrints() throws IOException {
        Optional<String> other = Optional.ofNullable(System.getenv("LONGRUN_JINJA_CASES"));
        List<JsonNode> cases = other.isPresent() ? Fixtures.lines(Path.of(other.get()))
            : Fixtures.lines("cases.jsonl");
        List<String> wrong = new ArrayList<>();
        for (JsonNode recorded : cases) {
            difference(recorded).ifPresent(wrong::add);
        }
        assertTrue(cases.size() > 500);
        assertEquals("", String.join("\n", wrong), wrong.size() + " of " + cases.size() + " differ");
    }

    private static Optional<String> difference(JsonNode recorded) {
        String template = recorded.get("template").asText();
        String ours;
        try {
            ours = ChatTemplate.of(template).render(VARIABLES);
        } catch (ChatException e) {
            return recorded.has("error") ? Optional.empty()
                : Optional.of(template + "\n  expected " + recorded.get("out") + "\n  failed   " + e.getMessage());
        }
        return recorded.has("out") && recorded.get("out").asText().equals(ours) ? Optional.empty()
            : Optional.of(template + "\n  expected " + recorded.path("out") + recorded.path("error")
                + new com.fasterxml.jackson.databind.node.TextNode(ours));
    }
}
