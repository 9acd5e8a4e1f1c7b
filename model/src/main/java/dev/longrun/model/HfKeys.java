package dev.longrun.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longrun.weights.WeightsException;
import java.nio.file.Path;

/** The keys of a configuration file, each checked for its kind. A null counts as not given. */
final class HfKeys {

    private final Path file;
    private final JsonNode tree;

    HfKeys(Path file, JsonNode tree) {
        this.file = file;
        this.tree = tree;
    }

    boolean has(String key) {
        return tree.hasNonNull(key);
    }

    String text(String key) {
        JsonNode node = required(key);
        if (!node.isTextual()) {
            throw wrong(key, "a string", node);
        }
        return node.textValue();
    }

    int integer(String key) {
        JsonNode node = required(key);
        if (!node.canConvertToInt() || !node.isIntegralNumber()) {
            throw wrong(key, "a whole number", node);
        }
        return node.intValue();
    }

    int integer(String key, int otherwise) {
        return has(key) ? integer(key) : otherwise;
    }

    double number(String key, double otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (!tree.get(key).isNumber()) {
            throw wrong(key, "a number", tree.get(key));
        }
        return tree.get(key).doubleValue();
    }

    boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (!tree.get(key).isBoolean()) {
            throw wrong(key, "true or false", tree.get(key));
        }
        return tree.get(key).booleanValue();
    }

    /** The keys of an object inside this one; none if it is not given. */
    HfKeys inside(String key) {
        JsonNode node = tree.path(key);
        if (has(key) && !node.isObject()) {
            throw wrong(key, "an object", node);
        }
        return new HfKeys(file, node);
    }

    /** One line: file, key, and what is wrong. */
    ModelException problem(String key, String message) {
        return new ModelException(file + ": " + key + " " + message);
    }

    private JsonNode required(String key) {
        if (!has(key)) {
            throw problem(key, "is missing");
        }
        return tree.get(key);
    }

    private ModelException wrong(String key, String expected, JsonNode found) {
        return problem(key, "is " + WeightsException.quoted(found.toString()) + "; expected " + expected);
    }
}
