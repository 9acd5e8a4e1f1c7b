package dev.longrun.chat;

import dev.longrun.chat.Filters.Filter;
import dev.longrun.chat.Value.Stream;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Filters that change or choose elements one by one, when they are asked for. */
final class ChoiceFilters {

    private ChoiceFilters() {
    }

    static Map<String, Filter> all() {
        return Map.of("map", ChoiceFilters::map,
            "select", (in, input, arguments) -> choose(in, input, arguments, false, true),
            "reject", (in, input, arguments) -> choose(in, input, arguments, false, false),
            "selectattr", (in, input, arguments) -> choose(in, input, arguments, true, true),
            "rejectattr", (in, input, arguments) -> choose(in, input, arguments, true, false));
    }

    private static Value map(Interpreter in, Value input, Arguments arguments) {
        return new Stream(new Lazy(in, input, () -> {
            UnaryOperator<Value> change = change(in, arguments);
            return item -> Optional.of(change.apply(item));
        }));
    }

    private static UnaryOperator<Value> change(Interpreter in, Arguments arguments) {
        if (arguments.inOrder().isEmpty() && arguments.named().containsKey("attribute")) {
            Arguments.Bound bound = arguments.bind("map", 0, "attribute", "default");
            Paths.Path path = Paths.path(bound.value("attribute"), bound.value("default", Value.NONE));
            return item -> path.of(in.budget(), item);
        }
        if (arguments.inOrder().isEmpty()) {
            throw new Trouble("map needs a filter's name or attribute=");
        }
        String filter = Arguments.string(arguments.inOrder().getFirst());
        return item -> Filters.apply(in, filter, item, arguments.rest(1));
    }

    private static Value choose(Interpreter in, Value input, Arguments arguments, boolean attribute, boolean wanted) {
        return new Stream(new Lazy(in, input, () -> {
            Predicate<Value> test = test(in, arguments, attribute);
            return item -> test.test(item) == wanted ? Optional.of(item) : Optional.empty();
        }));
    }

    private static Predicate<Value> test(Interpreter in, Arguments arguments, boolean attribute) {
        int used = attribute ? 1 : 0;
        if (arguments.inOrder().size() < used) {
            throw new Trouble("an attribute's name is needed");
        }
        Paths.Path path = Paths.optional(attribute ? arguments.inOrder().getFirst() : Value.NONE);
        if (arguments.inOrder().size() == used) {
            return item -> Value.truth(path.of(in.budget(), item));
        }
        String test = Arguments.string(arguments.inOrder().get(used));
        Arguments rest = arguments.rest(used + 1);
        return item -> Tests.holds(in.budget(), test, path.of(in.budget(), item), rest);
    }

    /** What comes of an element, if anything does. */
    private interface Step {
        Optional<Value> of(Value item);
    }

    /** Begun when first asked, as a generator of Python is. */
    private static final class Lazy implements Iterator<Value> {

        private final Interpreter in;
        private final Value input;
        private final java.util.function.Supplier<Step> begin;
        private Optional<Step> step = Optional.empty();
        private Iterator<Value> items = Collections.emptyIterator();
        private Optional<Value> next = Optional.empty();

        Lazy(Interpreter in, Value input, java.util.function.Supplier<Step> begin) {
            this.in = in;
            this.input = input;
            this.begin = begin;
        }

        @Override
        public boolean hasNext() {
            if (step.isEmpty() && Value.truth(input)) {
                step = Optional.of(begin.get());
                items = Sequences.cursor(in.budget(), input);
            }
            while (next.isEmpty() && items.hasNext()) {
                next = step.orElseThrow().of(items.next());
            }
            return next.isPresent();
        }

        @Override
        public Value next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Value value = next.orElseThrow();
            next = Optional.empty();
            return value;
        }
    }
}
