package dev.longrun.chat;

import dev.longrun.chat.Value.Function;
import dev.longrun.chat.Value.View;
import java.util.Optional;

/** The methods of a dict. Those that would change it are undefined: templates change nothing that they were given. */
final class DictMethods {

    private DictMethods() {
    }

    static Optional<Value> method(Dict dict, String name) {
        return switch (name) {
            case "keys" -> view(dict, name, View.Kind.KEYS);
            case "values" -> view(dict, name, View.Kind.VALUES);
            case "items" -> view(dict, name, View.Kind.ITEMS);
            case "get" -> Optional.of(new Function("get", (in, arguments) -> {
                Arguments.Bound bound = new Arguments(arguments.inOrder(), arguments.named())
                    .bind("get", 1, "key", "default");
                return dict.get(bound.value("key")).orElseGet(() -> bound.value("default", Value.NONE));
            }));
            case "copy" -> Optional.of(new Function("copy", (in, arguments) -> {
                arguments.bind("copy", 0);
                return dict;
            }));
            case "clear", "pop", "popitem", "setdefault", "update" ->
                Optional.of(Attributes.forbidden("dict", name));
            default -> Optional.empty();
        };
    }

    private static Optional<Value> view(Dict dict, String name, View.Kind kind) {
        return Optional.of(new Function(name, (in, arguments) -> {
            arguments.bind(name, 0);
            return new View(kind, dict);
        }));
    }
}
