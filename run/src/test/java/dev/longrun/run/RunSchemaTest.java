package dev.longrun.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class RunSchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path COMMITTED =
        Path.of(System.getProperty("longrun.root", ".."), "docs/run-file.schema.json");

    @Test
    void theCommittedSchemaIsTheGeneratedOne() throws IOException {
        if (Boolean.getBoolean("longrun.regenerate")) {
            Files.createDirectories(COMMITTED.getParent());
            Files.writeString(COMMITTED, RunSchema.json());
        }
        assertEquals(RunSchema.json(), Files.exists(COMMITTED) ? Files.readString(COMMITTED) : "",
            "docs/run-file.schema.json is out of date; to write it anew: "
            + "mvn -pl run test -Dtest=RunSchemaTest -Dlongrun.regenerate=true");
    }

    @Test
    void hasEveryKeyWithItsDescriptionAndNoOther() throws IOException {
        JsonNode schema = JSON.readTree(RunSchema.json());
        Set<String> paths = new HashSet<>();
        collect(schema, "", paths);
        assertEquals(Entry.VALUES.keySet(), paths);
    }

    private static void collect(JsonNode schema, String prefix, Set<String> paths) {
        assertFalse(schema.get("additionalProperties").asBoolean(true), prefix);
        schema.get("properties").properties().forEach(property -> {
            String path = prefix + property.getKey();
            assertFalse(property.getValue().get("description").asText().isBlank(), path);
            JsonNode object = StreamSupport.stream(property.getValue().path("anyOf").spliterator(), false)
                .filter(each -> each.has("properties")).findFirst().orElse(null);
            if (object == null) {
                paths.add(path);
            } else {
                collect(object, path + ".", paths);
            }
        });
    }

    @Test
    void everyExampleReadsAndIsAllowed() throws IOException {
        JsonNode schema = JSON.readTree(RunSchema.json());
        for (Entry.Value entry : Entry.VALUES.values()) {
            if (!entry.key().example().isEmpty()) {
                Values.read(entry, entry.key().example());
                String yaml = entry.path().contains(".") ? entry.path().replace(".", ": {") + ": "
                    + entry.key().example() + "}" : entry.path() + ": " + entry.key().example();
                assertTrue(allows(schema, yaml(yaml)), yaml);
            }
        }
    }

    @Test
    void allowsEveryResolvedRunAndRefusesWhatTheReaderRefuses() throws IOException {
        JsonNode schema = JSON.readTree(RunSchema.json());
        Random random = new Random(9);
        for (int i = 0; i < 100; i++) {
            String yaml = RunYaml.write(Samples.run(random), List.of());
            assertTrue(allows(schema, yaml(yaml)), yaml);
        }
        for (String bad : List.of("modle: x", "model: {widht: 4}", "model: {layers: 0}", "model: {layers: 12x}",
            "budget: 10M", "training: 4", "schedule: {start: 31.12.2024}", "model: {activation: tanh}",
            "model: {qk_norm: 'yes'}", "training: {prompts: [[a]]}", "hardware: {price: 2 EUR/h}")) {
            assertFalse(allows(schema, yaml(bad)), bad);
        }
        for (String good : List.of("model: llama-3-8b", "model:", "data: [a, b]", "data: a", "hardware: this-machine",
            "budget: 1h30m", "training: {tokens: 4000000}", "training: {learning_rate: 3e-3}")) {
            assertTrue(allows(schema, yaml(good)), good);
        }
    }

    private static JsonNode yaml(String yaml) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    /** The few words of JSON Schema that ours uses. */
    private static boolean allows(JsonNode schema, JsonNode value) {
        for (var word : schema.properties()) {
            JsonNode rule = word.getValue();
            boolean holds = switch (word.getKey()) {
                case "type" -> switch (rule.asText()) {
                    case "object" -> value.isObject();
                    case "array" -> value.isArray();
                    case "string" -> value.isTextual();
                    case "boolean" -> value.isBoolean();
                    case "null" -> value.isNull();
                    case "integer" -> value.isIntegralNumber();
                    case "number" -> value.isNumber();
                    default -> throw new AssertionError(rule);
                };
                case "anyOf" -> StreamSupport.stream(rule.spliterator(), false).anyMatch(each -> allows(each, value));
                case "enum" -> StreamSupport.stream(rule.spliterator(), false).anyMatch(value::equals);
                case "pattern" -> value.asText().matches(rule.asText());
                case "minimum" -> value.asDouble() >= rule.asDouble();
                case "maximum" -> value.asDouble() <= rule.asDouble();
                case "minLength" -> value.asText().length() >= rule.asInt();
                case "items" -> StreamSupport.stream(value.spliterator(), false).allMatch(each -> allows(rule, each));
                case "properties" -> value.properties().stream()
                    .allMatch(each -> rule.has(each.getKey()) && allows(rule.get(each.getKey()), each.getValue()));
                case "additionalProperties", "$schema", "title", "description", "examples", "format" -> true;
                default -> throw new AssertionError(word.getKey());
            };
            if (!holds) {
                return false;
            }
        }
        return true;
    }
}
