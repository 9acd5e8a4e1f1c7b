package dev.longrun.chat;

import java.util.HashMap;
import java.util.Map;

/** What stands after a bar: the filters of Jinja2 that chat templates use, by name. */
final class Filters {

    /** A filter: its input and what it is given besides. */
    interface Filter {
        Value apply(Interpreter in, Value input, Arguments arguments);
    }

    private static final Map<String, Filter> FILTERS = new HashMap<>();

    static {
        FILTERS.putAll(TextFilters.all());
        FILTERS.putAll(NumberFilters.all());
        FILTERS.putAll(SequenceFilters.all());
        FILTERS.putAll(OrderFilters.all());
        FILTERS.putAll(ChoiceFilters.all());
    }

    private Filters() {
    }

    static boolean known(String name) {
        return FILTERS.containsKey(name);
    }

    static Value apply(Interpreter in, String name, Value input, Arguments arguments) {
        Filter filter = FILTERS.get(name);
        if (filter == null) {
            throw new Trouble("there is no filter " + name);
        }
        return filter.apply(in, input, arguments);
    }
}
