package dev.longrun.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longrun.chat.Value.Items;
import java.util.ArrayList;
import java.util.List;

/** JSON as the values of a template. */
final class JsonValues {

    private JsonValues() {
    }

    static Value value(JsonNode json) {
        return value(json, 0);
    }

    private static Value value(JsonNode json, int depth) {
        if (depth > Limits.VALUE_DEPTH) {
            throw new ChatException("JSON nested more than " + Limits.VALUE_DEPTH + " deep");
        }
        return switch (json.getNodeType()) {
            case NULL, MISSING -> Value.NONE;
            case BOOLEAN -> Value.bool(json.booleanValue());
            case NUMBER -> json.isIntegralNumber() ? new Value.Int(json.bigIntegerValue())
                : new Value.Real(json.doubleValue());
            case ARRAY -> {
                List<Value> items = new ArrayList<>(json.size());
                json.forEach(item -> items.add(value(item, depth + 1)));
                yield new Items(items);
            }
            case OBJECT -> {
                Dict dict = new Dict();
                json.properties().forEach(entry -> dict.put(entry.getKey(), value(entry.getValue(), depth + 1)));
                yield dict;
            }
            default -> Value.text(json.asText());
        };
    }
}
