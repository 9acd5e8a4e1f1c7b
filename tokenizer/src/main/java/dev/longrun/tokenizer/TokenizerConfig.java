package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a model's folder says beside its tokenizer: tokenizer_config.json, chat_template.jinja, generation_config.json,
 * each of which may be missing.
 *
 * @param kind the class that made it ({@code tokenizer_class}), or nothing
 * @param beginning how the token is written that begins a text
 * @param end how the token is written that ends one
 * @param padding how the token is written that fills up
 * @param unknown how the token is written for what has none
 * @param addBeginning whether a text begins with its token
 * @param addEnd whether a text ends with its token
 * @param chatTemplates the chat templates by name; the one without a name is {@code default}
 * @param ends the ids that end what a model says ({@code eos_token_id} of generation_config.json)
 */
public record TokenizerConfig(String kind, Optional<String> beginning, Optional<String> end, Optional<String> padding,
    Optional<String> unknown, Optional<Boolean> addBeginning, Optional<Boolean> addEnd,
    Map<String, String> chatTemplates, List<Integer> ends) {

    /** The name of the template that a conversation without tools is written by. */
    public static final String DEFAULT_TEMPLATE = "default";

    /** Reads what a folder has; throws TokenizerException naming a file that is no good. */
    public static TokenizerConfig read(Path folder) {
        TokenizerConfig config = ifThere(folder.resolve("tokenizer_config.json"));
        Map<String, String> templates = new LinkedHashMap<>(config.chatTemplates);
        Path own = folder.resolve("chat_template.jinja");
        if (Files.exists(own)) {
            templates.put(DEFAULT_TEMPLATE,
                JsonFile.readBytes(own, bytes -> new String(bytes, StandardCharsets.UTF_8)));
        }
        Path generation = folder.resolve("generation_config.json");
        List<Integer> ends = Files.exists(generation)
            ? JsonFile.read(generation, root -> ends(root.path("eos_token_id"))) : List.of();
        return new TokenizerConfig(config.kind, config.beginning, config.end, config.padding, config.unknown,
            config.addBeginning, config.addEnd, templates, ends);
    }

    /** The template that a conversation is written by, if there is one. */
    public Optional<String> chatTemplate() {
        return Optional.ofNullable(chatTemplates.get(DEFAULT_TEMPLATE));
    }

    private static TokenizerConfig ifThere(Path file) {
        return Files.exists(file) ? JsonFile.read(file, TokenizerConfig::of) : of(MissingNode.getInstance());
    }

    private static TokenizerConfig of(JsonNode root) {
        return new TokenizerConfig(root.path("tokenizer_class").asText(), token(root, "bos_token"),
            token(root, "eos_token"), token(root, "pad_token"), token(root, "unk_token"), flag(root, "add_bos_token"),
            flag(root, "add_eos_token"), templates(root.path("chat_template")), List.of());
    }

    /** A token is written as text or as an object with its content. */
    private static Optional<String> token(JsonNode root, String key) {
        JsonNode node = root.path(key);
        JsonNode content = node.isObject() ? node.path("content") : node;
        expect(content.isTextual() || content.isNull() || content.isMissingNode(), "%s must be a token, is %s", key,
            node);
        return content.isTextual() ? Optional.of(content.asText()) : Optional.empty();
    }

    private static Optional<Boolean> flag(JsonNode root, String key) {
        return root.path(key).isBoolean() ? Optional.of(root.path(key).asBoolean()) : Optional.empty();
    }

    private static Map<String, String> templates(JsonNode node) {
        Map<String, String> templates = new LinkedHashMap<>();
        if (node.isTextual()) {
            templates.put(DEFAULT_TEMPLATE, node.asText());
        }
        for (JsonNode named : node.isArray() ? node : MissingNode.getInstance()) {
            expect(named.path("name").isTextual() && named.path("template").isTextual(),
                "a chat_template must have a name and a template");
            templates.put(named.path("name").asText(), named.path("template").asText());
        }
        return templates;
    }

    private static List<Integer> ends(JsonNode node) {
        List<Integer> ends = new ArrayList<>();
        for (JsonNode id : node.isArray() ? node : node.isInt() ? List.of(node) : List.<JsonNode>of()) {
            expect(id.isInt() && id.intValue() >= 0, "eos_token_id must be an id, is %s", id);
            ends.add(id.intValue());
        }
        return List.copyOf(ends);
    }
}
