package dev.longrun.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A tool that a model may call, in OpenAI's form: {@code {"type": "function", "function": {"name", "description",
 * "parameters"}}}. Templates print it as it stands, so the order of its keys counts.
 */
public record ToolDefinition(JsonNode json) {

    /** Fails with one line if that is not its form. */
    public ToolDefinition {
        if (!json.path("function").path("name").isTextual()) {
            throw new ChatException("a tool must be {\"type\": \"function\", \"function\": {\"name\": ...}}");
        }
    }

    /** A function with a JSON Schema of its parameters. */
    public static ToolDefinition function(String name, String description, JsonNode parameters) {
        ObjectNode tool = JsonNodeFactory.instance.objectNode();
        tool.put("type", "function").putObject("function").put("name", name).put("description", description)
            .set("parameters", parameters);
        return new ToolDefinition(tool);
    }

    /** By which the model calls it. */
    public String name() {
        return json.path("function").path("name").textValue();
    }
}
