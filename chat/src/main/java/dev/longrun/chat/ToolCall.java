package dev.longrun.chat;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A call of a tool, as a model made it.
 *
 * @param id by which the tool's answer names it; may be empty
 * @param name of the tool
 * @param arguments as templates want them: an object, not JSON in a string
 */
public record ToolCall(String id, String name, JsonNode arguments) {

    Value value() {
        Dict call = new Dict();
        if (!id.isEmpty()) {
            call.put("id", Value.text(id));
        }
        return call.put("type", Value.text("function")).put("function",
            new Dict().put("name", Value.text(name)).put("arguments", JsonValues.value(arguments)));
    }
}
