package dev.longrun.chat;

import dev.longrun.chat.Value.Function;
import java.util.List;
import java.util.Optional;

/** The methods of a list or a tuple that do not change it. */
final class ListMethods {

    private ListMethods() {
    }

    static Optional<Value> method(Budget budget, List<Value> items, String name, boolean list) {
        return switch (name) {
            case "index" -> Optional.of(new Function(name, (in, arguments) -> index(budget, items, arguments)));
            case "count" -> Optional.of(new Function(name, (in, arguments) -> {
                Value wanted = arguments.bind(name, 1, "value").value("value");
                return Value.integer(items.stream().filter(item -> Compare.equal(budget, item, wanted)).count());
            }));
            case "copy" -> list ? Optional.of(new Function(name, (in, arguments) -> {
                arguments.bind(name, 0);
                return new Value.Items(items);
            })) : Optional.empty();
            case "append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort" ->
                list ? Optional.of(Attributes.forbidden("list", name)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Value index(Budget budget, List<Value> items, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("index", 1, "value", "start", "stop");
        int start = from(bound.integer("start", 0), items.size());
        int stop = from(bound.integer("stop", items.size()), items.size());
        for (int i = start; i < Math.min(stop, items.size()); i++) {
            if (Compare.equal(budget, items.get(i), bound.value("value"))) {
                return Value.integer(i);
            }
        }
        throw new Trouble("index() of a value that is not in the list");
    }

    private static int from(int index, int length) {
        return index < 0 ? Math.max(0, index + length) : index;
    }
}
