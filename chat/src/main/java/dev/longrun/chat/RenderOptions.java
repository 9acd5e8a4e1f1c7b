package dev.longrun.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a rendering is told besides the conversation.
 *
 * @param addGenerationPrompt whether the text ends where the assistant is to speak
 * @param variables what templates may ask for by name: bos_token, eos_token, enable_thinking, documents
 * @param clock for strftime_now
 */
public record RenderOptions(boolean addGenerationPrompt, Map<String, JsonNode> variables, Clock clock) {

    /** The assistant is to speak, by this machine's clock. */
    public static final RenderOptions PROMPT = new RenderOptions(true, Map.of(), Clock.systemDefaultZone());

    /** Copies. */
    public RenderOptions {
        variables = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /** The same with a variable. */
    public RenderOptions with(String name, JsonNode value) {
        Map<String, JsonNode> more = new LinkedHashMap<>(variables);
        more.put(name, value);
        return new RenderOptions(addGenerationPrompt, more, clock);
    }

    /** The same with a variable that is text, such as bos_token. */
    public RenderOptions with(String name, String text) {
        return with(name, JsonNodeFactory.instance.textNode(text));
    }

    /** The same at another time. */
    public RenderOptions at(Clock time) {
        return new RenderOptions(addGenerationPrompt, variables, time);
    }

    /** The same with or without the assistant's turn begun. */
    public RenderOptions prompting(boolean prompt) {
        return new RenderOptions(prompt, variables, clock);
    }
}
