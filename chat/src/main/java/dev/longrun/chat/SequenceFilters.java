package dev.longrun.chat;

import dev.longrun.chat.Filters.Filter;
import dev.longrun.chat.Value.Items;
import dev.longrun.chat.Value.Stream;
import dev.longrun.chat.Value.Text;
import dev.longrun.chat.Value.Undefined;
import dev.longrun.chat.Value.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Filters over lists, dicts and what else has elements. */
final class SequenceFilters {

    private SequenceFilters() {
    }

    static Map<String, Filter> all() {
        return Map.ofEntries(
            Map.entry("length", SequenceFilters::length),
            Map.entry("count", SequenceFilters::length),
            Map.entry("default", SequenceFilters::otherwise),
            Map.entry("d", SequenceFilters::otherwise),
            Map.entry("list", (in, input, arguments) -> {
                arguments.bind("list", 0);
                return new Items(Sequences.list(in.budget(), input));
            }),
            Map.entry("first", (in, input, arguments) -> {
                arguments.bind("first", 0);
                Sequences.Cursor cursor = Sequences.cursor(in.budget(), input);
                return cursor.hasNext() ? cursor.next() : new Undefined("no first item: the sequence is empty");
            }),
            Map.entry("last", (in, input, arguments) -> {
                arguments.bind("last", 0);
                List<Value> items = Sequences.list(in.budget(), reversible(input));
                return items.isEmpty() ? new Undefined("no last item: the sequence is empty") : items.getLast();
            }),
            Map.entry("reverse", (in, input, arguments) -> {
                arguments.bind("reverse", 0);
                List<Value> items = Sequences.backwards(in.budget(), input);
                return input instanceof Text ? Slices.slice(in.budget(), input, Value.NONE, Value.NONE,
                    Value.integer(-1)) : input instanceof Stream ? new Items(items) : new Stream(items.iterator());
            }),
            Map.entry("join", SequenceFilters::join),
            Map.entry("items", SequenceFilters::items),
            Map.entry("attr", (in, input, arguments) -> {
                String name = arguments.bind("attr", 1, "name").text("name");
                return input instanceof Dict && DictMethods.method((Dict) input, name).isEmpty()
                    ? new Undefined("a dict has no attribute " + name) : Attributes.attribute(in.budget(), input, name);
            }),
            Map.entry("sum", SequenceFilters::sum),
            Map.entry("batch", SequenceFilters::batch),
            Map.entry("slice", SequenceFilters::slice));
    }

    private static Value length(Interpreter in, Value input, Arguments arguments) {
        arguments.bind("length", 0);
        return Value.integer(Sequences.length(input)
            .orElseThrow(() -> new Trouble("a " + Value.kind(input) + " has no length")));
    }

    private static Value otherwise(Interpreter in, Value input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("default", 0, "default_value", "boolean");
        boolean missing = input instanceof Undefined || bound.flag("boolean", false) && !Value.truth(input);
        return missing ? bound.value("default_value", Value.text("")) : input;
    }

    private static Value reversible(Value value) {
        if (value instanceof Stream) {
            throw new Trouble("a generator has no last item; put |list before");
        }
        return value;
    }

    private static Value join(Interpreter in, Value input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("join", 0, "d", "attribute");
        String separator = Print.plain(in.budget(), bound.value("d", Value.text("")));
        Paths.Path path = Paths.optional(bound.value("attribute", Value.NONE));
        TextBuilder out = new TextBuilder(in.budget());
        Sequences.Cursor cursor = Sequences.cursor(in.budget(), input);
        while (cursor.hasNext()) {
            out.append(Print.plain(in.budget(), path.of(in.budget(), cursor.next())))
                .append(cursor.hasNext() ? separator : "");
        }
        return Value.text(out.toString());
    }

    private static Value items(Interpreter in, Value input, Arguments arguments) {
        arguments.bind("items", 0);
        return switch (input) {
            case Undefined _ -> new Stream(Collections.emptyIterator());
            case Dict dict -> new Stream(Sequences.cursor(in.budget(), new View(View.Kind.ITEMS, dict)));
            default -> throw new Trouble("items of a " + Value.kind(input) + ", which is no dict");
        };
    }

    private static Value sum(Interpreter in, Value input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("sum", 0, "attribute", "start");
        Paths.Path path = Paths.optional(bound.value("attribute", Value.NONE));
        Value sum = bound.value("start", Value.integer(0));
        if (sum instanceof Text) {
            throw new Trouble("sum of strings; use join");
        }
        Sequences.Cursor cursor = Sequences.cursor(in.budget(), input);
        while (cursor.hasNext()) {
            sum = Operator.ADD.apply(in.budget(), sum, path.of(in.budget(), cursor.next()));
        }
        return sum;
    }

    private static Value batch(Interpreter in, Value input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("batch", 1, "linecount", "fill_with");
        int size = bound.integer("linecount", 1);
        List<Value> batches = new ArrayList<>();
        List<Value> batch = new ArrayList<>();
        Sequences.Cursor cursor = Sequences.cursor(in.budget(), input);
        while (cursor.hasNext()) {
            if (batch.size() == size) {
                batches.add(new Items(batch));
                batch = new ArrayList<>();
            }
            batch.add(cursor.next());
        }
        if (!batch.isEmpty()) {
            fill(in, batch, size - batch.size(), bound.value("fill_with", Value.NONE));
            batches.add(new Items(batch));
        }
        return new Stream(batches.iterator());
    }

    private static Value slice(Interpreter in, Value input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("slice", 1, "slices", "fill_with");
        List<Value> items = Sequences.list(in.budget(), input);
        int slices = bound.integer("slices", 1);
        if (slices < 1) {
            throw new Trouble("slice into " + slices + " parts");
        }
        in.budget().step(slices);
        List<Value> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < slices; i++) {
            boolean larger = i < items.size() % slices;
            int to = from + items.size() / slices + (larger ? 1 : 0);
            List<Value> part = new ArrayList<>(items.subList(from, to));
            fill(in, part, larger ? 0 : 1, bound.value("fill_with", Value.NONE));
            parts.add(new Items(part));
            from = to;
        }
        return new Stream(parts.iterator());
    }

    private static void fill(Interpreter in, List<Value> items, int count, Value with) {
        if (!(with instanceof Value.None) && count > 0) {
            in.budget().step(count);
            items.addAll(Collections.nCopies(count, with));
        }
    }
}
