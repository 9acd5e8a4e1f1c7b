package dev.longrun.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.longrun.chat.Value.Items;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A message of a conversation.
 *
 * @param role system, user, assistant, tool, or what else a template knows
 * @param content a string, a list of parts ({@code {"type": "text", "text": ...}}), or null
 * @param toolCalls which tools an assistant called
 * @param more what else templates may ask for: tool_call_id, name, reasoning_content
 */
public record Message(String role, JsonNode content, List<ToolCall> toolCalls, Map<String, JsonNode> more) {

    /** Copies; fails with one line if the content is neither text nor parts nor null. */
    public Message {
        if (!content.isTextual() && !content.isArray() && !content.isNull()) {
            throw new ChatException("a message's content must be a string, a list of parts or null, is "
                + content.getNodeType().name().toLowerCase(java.util.Locale.ROOT));
        }
        toolCalls = List.copyOf(toolCalls);
        more = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(more));
    }

    /** A message of text. */
    public static Message of(String role, String text) {
        return new Message(role, JsonNodeFactory.instance.textNode(text), List.of(), Map.of());
    }

    /** What an assistant called, with no text. */
    public static Message calls(List<ToolCall> calls) {
        return new Message("assistant", NullNode.instance, calls, Map.of());
    }

    /** The same with one more thing that templates may ask for. */
    public Message with(String key, JsonNode value) {
        Map<String, JsonNode> extended = new LinkedHashMap<>(more);
        extended.put(key, value);
        return new Message(role, content, toolCalls, extended);
    }

    Value value() {
        Dict message = new Dict().put("role", Value.text(role)).put("content", JsonValues.value(content));
        if (!toolCalls.isEmpty()) {
            message.put("tool_calls", new Items(toolCalls.stream().map(ToolCall::value).toList()));
        }
        more.forEach((key, value) -> message.put(key, JsonValues.value(value)));
        return message;
    }
}
