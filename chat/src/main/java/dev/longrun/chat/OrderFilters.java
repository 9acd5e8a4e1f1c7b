package dev.longrun.chat;

import dev.longrun.chat.Filters.Filter;
import dev.longrun.chat.Value.Items;
import dev.longrun.chat.Value.Stream;
import dev.longrun.chat.Value.Text;
import dev.longrun.chat.Value.Tuple;
import dev.longrun.chat.Value.Undefined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Filters that compare elements with each other. Strings are compared in lower case unless asked otherwise. */
final class OrderFilters {

    private record Keyed(Value key, Value value) {
    }

    private OrderFilters() {
    }

    static Map<String, Filter> all() {
        return Map.of("sort", OrderFilters::sort, "dictsort", OrderFilters::dictSort, "unique", OrderFilters::unique,
            "min", (in, input, arguments) -> extreme(in, input, arguments, "min"),
            "max", (in, input, arguments) -> extreme(in, input, arguments, "max"),
            "groupby", OrderFilters::groupBy);
    }

    private static Value folded(Value value, boolean caseSensitive) {
        return value instanceof Text text && !caseSensitive ? Value.text(text.text().toLowerCase(Locale.ROOT)) : value;
    }

    private static List<Value> sorted(Budget budget, List<Keyed> items, boolean reverse) {
        Comparator<Keyed> order = Comparator.comparing(Keyed::key, (a, b) -> Compare.order(budget, a, b));
        List<Keyed> sorted = new ArrayList<>(items);
        sorted.sort(reverse ? order.reversed() : order);
        return sorted.stream().map(Keyed::value).toList();
    }

    private static Value sort(Interpreter in, Value input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("sort", 0, "reverse", "case_sensitive", "attribute");
        boolean caseSensitive = bound.flag("case_sensitive", false);
        List<Paths.Path> paths = Paths.paths(bound.value("attribute", Value.NONE));
        List<Keyed> items = new ArrayList<>();
        for (Value item : Sequences.list(in.budget(), input)) {
            List<Value> keys = new ArrayList<>();
            paths.forEach(path -> keys.add(folded(path.of(in.budget(), item), caseSensitive)));
            items.add(new Keyed(new Items(keys), item));
        }
        return new Items(sorted(in.budget(), items, bound.flag("reverse", false)));
    }

    private static Value dictSort(Interpreter in, Value input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("dictsort", 0, "case_sensitive", "by", "reverse");
        if (!(input instanceof Dict dict)) {
            throw new Trouble(input instanceof Undefined(String message) ? message
                : "dictsort of a " + Value.kind(input));
        }
        String by = bound.optionalText("by").orElse("key");
        if (!by.equals("key") && !by.equals("value")) {
            throw new Trouble("dictsort by must be key or value, is " + by);
        }
        List<Keyed> items = new ArrayList<>();
        for (Dict.Entry entry : dict.entries()) {
            items.add(new Keyed(folded(by.equals("key") ? entry.key() : entry.value(),
                bound.flag("case_sensitive", false)), new Tuple(List.of(entry.key(), entry.value()))));
        }
        return new Items(sorted(in.budget(), items, bound.flag("reverse", false)));
    }

    private static Value unique(Interpreter in, Value input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("unique", 0, "case_sensitive", "attribute");
        Paths.Path path = Paths.optional(bound.value("attribute", Value.NONE));
        Iterator<Value> all = Sequences.cursor(in.budget(), input);
        Set<Object> seen = new HashSet<>();
        List<Value> unique = new ArrayList<>();
        all.forEachRemaining(item -> {
            Value key = folded(path.of(in.budget(), item), bound.flag("case_sensitive", false));
            if (seen.add(Dict.hash(key, 0))) {
                unique.add(item);
            }
        });
        return new Stream(unique.iterator());
    }

    private static Value extreme(Interpreter in, Value input, Arguments arguments, String which) {
        Arguments.Bound bound = arguments.bind(which, 0, "case_sensitive", "attribute");
        Paths.Path path = Paths.optional(bound.value("attribute", Value.NONE));
        Comparator<Keyed> order = Comparator.comparing(Keyed::key, (a, b) -> Compare.order(in.budget(), a, b));
        List<Keyed> items = new ArrayList<>();
        for (Value item : Sequences.list(in.budget(), input)) {
            items.add(new Keyed(folded(path.of(in.budget(), item), bound.flag("case_sensitive", false)), item));
        }
        if (items.isEmpty()) {
            return new Undefined("no " + which + ": the sequence is empty");
        }
        return Collections.min(items, which.equals("min") ? order : order.reversed()).value();
    }

    private static Value groupBy(Interpreter in, Value input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("groupby", 1, "attribute", "default", "case_sensitive");
        Paths.Path path = Paths.path(bound.value("attribute"), bound.value("default", Value.NONE));
        boolean caseSensitive = bound.flag("case_sensitive", false);
        List<Keyed> items = new ArrayList<>();
        for (Value item : Sequences.list(in.budget(), input)) {
            items.add(new Keyed(folded(path.of(in.budget(), item), caseSensitive), item));
        }
        List<Value> groups = new ArrayList<>();
        List<Value> group = new ArrayList<>();
        for (Value item : sorted(in.budget(), items, false)) {
            Value key = folded(path.of(in.budget(), item), caseSensitive);
            if (!group.isEmpty() && !Compare.equal(in.budget(), key,
                folded(path.of(in.budget(), group.getFirst()), caseSensitive))) {
                groups.add(new Tuple(List.of(path.of(in.budget(), group.getFirst()), new Items(group))));
                group = new ArrayList<>();
            }
            group.add(item);
        }
        if (!group.isEmpty()) {
            groups.add(new Tuple(List.of(path.of(in.budget(), group.getFirst()), new Items(group))));
        }
        return new Items(groups);
    }
}
