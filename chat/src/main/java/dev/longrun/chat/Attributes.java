package dev.longrun.chat;

import dev.longrun.chat.Value.Items;
import dev.longrun.chat.Value.Namespace;
import dev.longrun.chat.Value.Text;
import dev.longrun.chat.Value.Tuple;
import dev.longrun.chat.Value.Undefined;
import java.util.List;
import java.util.Optional;

/**
 * {@code value.name} and {@code value[key]}: the first looks for a method and then for a key, the second the other way
 * round. What is missing is undefined; to ask anything of what is undefined fails.
 */
final class Attributes {

    private Attributes() {
    }

    static Value attribute(Budget budget, Value value, String name) {
        return own(budget, value, name).or(() -> key(value, Value.text(name))).orElseGet(() -> missing(value, name));
    }

    static Value item(Budget budget, Value value, Value key) {
        if (value instanceof Undefined(String message)) {
            throw new Trouble(message);
        }
        return key(value, key)
            .or(() -> key instanceof Text name ? own(budget, value, name.text()) : Optional.empty())
            .orElseGet(() -> missing(value, Print.quoted(budget, key)));
    }

    private static Optional<Value> key(Value value, Value key) {
        if (value instanceof Dict dict) {
            return key instanceof Items || key instanceof Dict ? Optional.empty() : dict.get(key);
        }
        return Numbers.whole(key) ? Slices.at(value, Numbers.index(key)) : Optional.empty();
    }

    private static Optional<Value> own(Budget budget, Value value, String name) {
        if (name.startsWith("__") && !(value instanceof Undefined)) {
            return Optional.empty();
        }
        return switch (value) {
            case Undefined(String message) -> throw new Trouble(message);
            case Text text -> StringMethods.method(text, name);
            case Dict dict -> DictMethods.method(dict, name);
            case Items(List<Value> items) -> ListMethods.method(budget, items, name, true);
            case Tuple(List<Value> items) -> ListMethods.method(budget, items, name, false);
            case Namespace namespace -> Optional.ofNullable(namespace.fields().get(name));
            case Loop loop -> loop.attribute(name);
            case Macro macro when name.equals("name") -> Optional.of(Value.text(macro.name()));
            default -> Optional.empty();
        };
    }

    private static Value missing(Value value, String name) {
        return new Undefined("a " + Value.kind(value) + " has no element or attribute " + name);
    }

    /** What methods that change lists and dicts are here. */
    static Value forbidden(String kind, String name) {
        return new Undefined(kind + "." + name + " would change a " + kind + ", which a template may not do");
    }
}
