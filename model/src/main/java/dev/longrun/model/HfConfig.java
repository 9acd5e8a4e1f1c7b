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
import java.util.Arrays;
import java.util.stream.Collectors;

/** Hugging Face's {@code config.json}: which family a file describes, and the way in and out. */
final class HfConfig {

    /** A configuration is a page; a larger file is something else. */
    private static final long MOST_BYTES = 1 << 20;

    private static final JsonMapper JSON =
        JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private HfConfig() {
    }

    static Architecture read(Path file) {
        HfKeys keys = new HfKeys(file, tree(file));
        try {
            if (keys.has("text_config")) {
                keys = keys.inside("text_config");
            }
            return HfFamily.of(family(keys)).read(keys);
        } catch (ModelException e) {
            throw e.getMessage().startsWith(file.toString()) ? e : new ModelException(file + ": " + e.getMessage(), e);
        }
    }

    private static Family family(HfKeys keys) {
        String type = keys.text("model_type");
        if (type.equals(HfLlama.MISTRAL)) {
            return Family.LLAMA;
        }
        for (Family family : Family.values()) {
            if (family.type().equals(type)) {
                return family;
            }
        }
        if (keys.texts("architectures").contains(HfGrok2.ARCHITECTURE)) {
            return Family.GROK2;
        }
        throw keys.problem("model_type", "is " + WeightsException.quoted(type) + "; known are " + Arrays.stream(
            Family.values()).map(Family::type).collect(Collectors.joining(", ")) + " and " + HfLlama.MISTRAL);
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

    static void write(Path file, Architecture model) {
        ObjectNode tree = JSON.createObjectNode();
        HfFamily family = HfFamily.of(model.family());
        family.write(model, tree);
        if (!family.read(new HfKeys(file, tree)).equals(model)) {
            throw new ModelException(file + ": " + model.family().type() + " has no words for all that this model has: "
                + model);
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
