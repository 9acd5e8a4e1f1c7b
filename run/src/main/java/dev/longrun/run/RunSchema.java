package dev.longrun.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The run file's JSON Schema (draft 2020-12), for editors; made from the same keys that read the file. */
public final class RunSchema {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RunSchema() {
    }

    /** The schema as text, the same on every machine. */
    public static String json() {
        ObjectNode schema = JSON.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Longrun run file");
        schema.put("description", "A language-model training run. Whatever is left out is derived from the budget.");
        object(Entry.RUN, schema);
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER));
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode object(Entry.Section section, ObjectNode schema) {
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        for (Entry entry : section.entries()) {
            properties.set(entry.name(), switch (entry) {
                case Entry.Section inner -> section(inner);
                case Entry.Value value -> described(value.key(), value(section, value));
            });
        }
        return schema.put("additionalProperties", false);
    }

    private static ObjectNode section(Entry.Section section) {
        ObjectNode object = object(section, JSON.objectNode());
        ObjectNode nothing = JSON.objectNode().put("type", "null");
        return described(section.key(), section.shorthand()
            .map(first -> anyOf(List.of(value(section, first), object, nothing)))
            .orElseGet(() -> anyOf(List.of(object, nothing))));
    }

    private static ObjectNode described(Key key, ObjectNode schema) {
        ObjectNode described = JSON.objectNode().put("description", key.value());
        described.setAll(schema);
        if (!key.example().isEmpty()) {
            ArrayNode examples = described.putArray("examples");
            if (key.example().matches("\\d+")) {
                examples.add(Long.parseLong(key.example()));
            } else {
                examples.add(key.example());
            }
        }
        return described;
    }

    private static ObjectNode value(Entry.Section section, Entry.Value entry) {
        Class<?> type = entry.type();
        ObjectNode schema = JSON.objectNode();
        if (type == Boolean.class) {
            return schema.put("type", "boolean");
        } else if (type.isEnum()) {
            return choice(Values.choices(entry));
        } else if (type == LocalDate.class) {
            return schema.put("type", "string").put("format", "date").put("pattern", "^\\d{4}-\\d{2}-\\d{2}$");
        } else if (type == Budget.class) {
            return schema.put("type", "string").put("pattern", QuantityPattern.ofBudget());
        } else if (type == String.class) {
            ObjectNode text = schema.put("type", "string").put("minLength", 1);
            boolean preset = entry.name().equals(Presets.KEY) && Presets.has(section);
            return preset ? anyOf(List.of(choice(Presets.names(section,
                Presets.load(section, Optional.empty(), new ArrayList<>()))), text)) : text;
        } else if (type == List.class) {
            ObjectNode list = JSON.objectNode().put("type", "array");
            list.putObject("items").put("type", "string");
            return anyOf(List.of(schema.put("type", "string"), list));
        }
        return number(entry);
    }

    private static ObjectNode number(Entry.Value entry) {
        ObjectNode plain = JSON.objectNode().put("type", entry.type() == Double.class ? "number" : "integer");
        bound(plain, "minimum", entry, entry.key().min());
        bound(plain, "maximum", entry, entry.key().max());
        return anyOf(List.of(plain, JSON.objectNode().put("type", "string")
            .put("pattern", QuantityPattern.of(entry.key().unit(), false))));
    }

    private static void bound(ObjectNode schema, String word, Entry.Value entry, double bound) {
        if (Double.isFinite(bound)) {
            if (entry.type() == Double.class) {
                schema.put(word, bound);
            } else {
                schema.put(word, (long) bound);
            }
        }
    }

    private static ObjectNode choice(Collection<String> names) {
        ObjectNode schema = JSON.objectNode();
        ArrayNode all = schema.putArray("enum");
        names.forEach(all::add);
        return schema;
    }

    private static ObjectNode anyOf(List<ObjectNode> schemas) {
        ObjectNode schema = JSON.objectNode();
        schema.putArray("anyOf").addAll(schemas);
        return schema;
    }
}
