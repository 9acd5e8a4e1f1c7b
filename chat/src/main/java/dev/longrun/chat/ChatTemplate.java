package dev.longrun.chat;

import dev.longrun.chat.Value.Items;
import java.util.List;

/**
 * Turns a conversation into the text that a model was trained on, by the template that came with the model: the part of
 * Jinja2 that such templates use, as transformers sets it up. A template can read what it is given and nothing else,
 * and what it uses up is bounded by {@link Limits}. May be used by many threads.
 */
public final class ChatTemplate {

    /** For models that have none: each turn between the marks of ChatML. */
    private static final String CHAT_ML = """
        {%- for message in messages %}
        {{- '<|im_start|>' ~ message.role ~ '\\n' }}
        {%- if message.content is string %}
        {{- message.content }}
        {%- else %}
        {%- for part in message.content or [] if part.type == 'text' %}
        {{- part.text }}
        {%- endfor %}
        {%- endif %}
        {{- '<|im_end|>\\n' }}
        {%- endfor %}
        {%- if add_generation_prompt %}
        {{- '<|im_start|>assistant\\n' }}
        {%- endif %}
        """;

    private final List<Statement> body;
    private final Limits limits;

    private ChatTemplate(List<Statement> body, Limits limits) {
        this.body = body;
        this.limits = limits;
    }

    /** Fails with one line, which names line and column, if that is no template. */
    public static ChatTemplate of(String text) {
        return of(text, Limits.USUAL);
    }

    /** The same with other limits. */
    public static ChatTemplate of(String text, Limits limits) {
        if (text.length() > limits.templateChars()) {
            throw new ChatException("a chat template of " + text.length() + " characters; at most "
                + limits.templateChars() + " are read");
        }
        return new ChatTemplate(Parser.parse(text), limits);
    }

    /** Turns between {@code <|im_start|>role} and {@code <|im_end|>}, for models without a template of their own. */
    public static ChatTemplate chatMl() {
        return of(CHAT_ML);
    }

    /**
     * The text of a conversation. Where it is tokenised, no further begin-of-text token is to be put before it:
     * templates print their own.
     *
     * @throws ChatException if the template refuses the messages, or fails, or goes beyond its limits
     */
    public String render(List<Message> messages, List<ToolDefinition> tools, RenderOptions options) {
        Scope scope = new Scope();
        Functions.define(scope);
        scope.set("documents", Value.NONE);
        options.variables().forEach((name, value) -> scope.set(name, JsonValues.value(value)));
        scope.set("messages", new Items(messages.stream().map(Message::value).toList()));
        scope.set("tools", tools.isEmpty() ? Value.NONE
            : new Items(tools.stream().map(tool -> JsonValues.value(tool.json())).toList()));
        scope.set("add_generation_prompt", Value.bool(options.addGenerationPrompt()));
        return run(scope, options);
    }

    /** Prints with the variables alone. */
    String render(RenderOptions options) {
        Scope scope = new Scope();
        Functions.define(scope);
        options.variables().forEach((name, value) -> scope.set(name, JsonValues.value(value)));
        return run(scope, options);
    }

    private String run(Scope scope, RenderOptions options) {
        try {
            return new Interpreter(limits, options.clock()).text(body, scope.inside());
        } catch (Trouble e) {
            throw new ChatException("chat template: " + e.getMessage());
        }
    }
}
