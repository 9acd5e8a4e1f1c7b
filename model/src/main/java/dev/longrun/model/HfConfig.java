package dev.longrun.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Hugging Face's {@code config.json}: which family a file describes, and the way in and out. */
final class HfConfig {

    /** A configuration is a page; a larger file is something else. */
    private static final long MOST_BYTES = 1 << 20;

    private static final JsonMapper JSON =
        JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private HfConfig() {
    }

    static ModelConfig read(Path file) {
        HfKeys keys = new HfKeys(file, tree(file));
        String type = keys.text("model_type");
        try {
            return switch (type) {
                case HfLlama.LLAMA, HfLlama.QWEN3, HfLlama.LONGRUN -> HfLlama.read(type, keys);
                default -> throw keys.problem("model_type", "is " + WeightsException.quoted(type)
                    + "; known are llama, qwen3 and longrun");
            };
        } catch (ModelException e) {
            throw e.getMessage().startsWith(file.toString()) ? e : new ModelException(file + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode tree(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new ModelException(file + ": no such file");
            }
            if (Files.size(file) > MOST_BYTES) {
                throw new ModelException(file + ": " + Files.size(file) + " bytes; a configuration has at most "
                    + MOST_BYTES);
            }
            JsonNode tree = JSON.readTree(Files.readAllBytes(file));
            if (tree == null || !tree.isObject()) {
                throw new ModelException(file + ": not a JSON object");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new ModelException(file + ": line " + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
                + ": not valid JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
        } catch (IOException e) {
            throw new ModelException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    static void write(Path file, ModelConfig config) {
        ObjectNode tree = JSON.createObjectNode();
        switch (config) {
            case LlamaConfig llama -> HfLlama.write(llama, tree);
        }
        DefaultPrettyPrinter lines = new DefaultPrettyPrinter();
        lines.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try {
            Files.writeString(file, JSON.writer(lines).writeValueAsString(tree) + "\n");
        } catch (IOException e) {
            throw new ModelException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
