package dev.longrun.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.weights.WeightsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

    double number(String key) {
        required(key);
        return number(key, 0);
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

    /** The strings of a list; none if it is not given. */
    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        if (has(key)) {
            if (!tree.get(key).isArray()) {
                throw wrong(key, "a list", tree.get(key));
            }
            for (JsonNode each : tree.get(key)) {
                if (!each.isTextual()) {
                    throw wrong(key, "a list of strings", each);
                }
                texts.add(each.textValue());
            }
        }
        return texts;
    }

    /** Whether a list has nothing in it, or is not given. */
    boolean empty(String key) {
        return !has(key) || tree.get(key).isEmpty();
    }

    /** A soft cap; 0 where a null says that there is none, {@code otherwise} where the key is not given. */
    double cap(String key, double otherwise) {
        return tree.has(key) && !has(key) ? 0 : number(key, otherwise);
    }

    /** Writes a soft cap for {@link #cap}; 0 as a null. */
    static void putCap(ObjectNode tree, String key, double cap) {
        if (cap == 0) {
            tree.putNull(key);
        } else {
            tree.put(key, cap);
        }
    }

    /** Refuses a key that is given with another value than the one word that the family has for it. */
    void only(String key, String... words) {
        if (has(key) && !List.of(words).contains(text(key))) {
            throw problem(key, "is " + WeightsException.quoted(text(key)) + "; this family has "
                + String.join(" or ", words));
        }
    }

    /** Refuses flags that are true. */
    void none(String... flags) {
        for (String key : flags) {
            if (flag(key, false)) {
                throw problem(key, "is true; this family has none");
            }
        }
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
