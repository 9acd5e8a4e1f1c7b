package dev.longrun.chat;

import dev.longrun.chat.Value.Function;
import dev.longrun.chat.Value.Namespace;
import dev.longrun.chat.Value.Range;
import java.time.LocalDateTime;
import java.util.List;

/** The functions that every template has. */
final class Functions {

    /** Jinja2's sandbox draws the line here, too. */
    private static final int LONGEST_RANGE = 100_000;

    private Functions() {
    }

    static void define(Scope scope) {
        for (Function function : List.of(
            new Function("range", (in, arguments) -> range(arguments)),
            new Function("dict", (in, arguments) -> dict(in, "dict", arguments)),
            new Function("namespace", (in, arguments) -> {
                Namespace namespace = new Namespace();
                dict(in, "namespace", arguments).entries().forEach(entry ->
                    namespace.fields().put(Arguments.string(entry.key()), entry.value()));
                return namespace;
            }),
            new Function("raise_exception", (in, arguments) -> {
                throw new Trouble("the template refuses these messages: " + Print.plain(in.budget(),
                    arguments.bind("raise_exception", 1, "message").value("message")));
            }),
            new Function("strftime_now", (in, arguments) -> Value.text(Strftime.format(
                arguments.bind("strftime_now", 1, "format").text("format"), LocalDateTime.now(in.clock())))))) {
            scope.set(function.name(), function);
        }
    }

    private static Value range(Arguments arguments) {
        List<Value> given = arguments.bind("range", 1, "start", "stop", "step").values().size() > 0
            ? arguments.inOrder() : List.of();
        if (given.isEmpty()) {
            throw new Trouble("range takes its arguments in order");
        }
        long start = given.size() == 1 ? 0 : Numbers.index(given.get(0));
        long stop = Numbers.index(given.get(given.size() == 1 ? 0 : 1));
        long step = given.size() < 3 ? 1 : Numbers.index(given.get(2));
        if (step == 0) {
            throw new Trouble("the step of a range is 0");
        }
        long count = Math.max(0, (stop - start + step - Long.signum(step)) / step);
        if (count > LONGEST_RANGE) {
            throw new Trouble("a range of more than " + LONGEST_RANGE + " numbers");
        }
        return new Range(start, stop, step, (int) count);
    }

    /** From a dict or pairs, and from what is named. */
    private static Dict dict(Interpreter in, String name, Arguments arguments) {
        Dict dict = new Dict();
        if (arguments.inOrder().size() > 1) {
            throw new Trouble(name + " takes one argument in order, got " + arguments.inOrder().size());
        }
        for (Value from : arguments.inOrder()) {
            if (from instanceof Dict other) {
                other.entries().forEach(entry -> dict.put(entry.key(), entry.value()));
                continue;
            }
            Sequences.cursor(in.budget(), from).forEachRemaining(item -> {
                List<Value> pair = Sequences.list(in.budget(), item);
                if (pair.size() != 2) {
                    throw new Trouble(name + " of pairs, one of which has " + pair.size() + " parts");
                }
                dict.put(pair.get(0), pair.get(1));
            });
        }
        arguments.named().forEach(dict::put);
        return dict;
    }
}
