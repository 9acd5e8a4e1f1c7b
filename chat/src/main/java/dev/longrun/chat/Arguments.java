package dev.longrun.chat;

import dev.longrun.chat.Value.Text;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a call passes: values in order, and values by name. */
record Arguments(List<Value> inOrder, Map<String, Value> named) {

    static final Arguments NONE = new Arguments(List.of(), Map.of());

    static Arguments of(Value... values) {
        return new Arguments(List.of(values), Map.of());
    }

    /** The arguments by the parameters' names; the first {@code required} must be given. */
    Bound bind(String function, int required, String... parameters) {
        if (inOrder.size() > parameters.length) {
            throw new Trouble(function + " takes at most " + parameters.length + " arguments, got " + inOrder.size());
        }
        Map<String, Value> values = new HashMap<>();
        for (int i = 0; i < inOrder.size(); i++) {
            values.put(parameters[i], inOrder.get(i));
        }
        named.forEach((name, value) -> {
            if (!List.of(parameters).contains(name)) {
                throw new Trouble(function + " has no parameter " + name);
            }
            if (values.put(name, value) != null) {
                throw new Trouble(function + " got its parameter " + name + " twice");
            }
        });
        for (int i = 0; i < required; i++) {
            if (!values.containsKey(parameters[i])) {
                throw new Trouble(function + " needs its argument " + parameters[i]);
            }
        }
        return new Bound(values);
    }

    /** The same without the first argument in order. */
    Arguments rest(int from) {
        return new Arguments(inOrder.subList(from, inOrder.size()), named);
    }

    Arguments with(String name, Value value) {
        Map<String, Value> more = new LinkedHashMap<>(named);
        more.put(name, value);
        return new Arguments(inOrder, more);
    }

    static String string(Value value) {
        return switch (value) {
            case Text text -> text.text();
            case Value.Undefined(String message) -> throw new Trouble(message);
            default -> throw new Trouble("expected a string, got " + Value.kind(value));
        };
    }

    /** Arguments under the names of the parameters. */
    record Bound(Map<String, Value> values) {

        Optional<Value> given(String name) {
            return Optional.ofNullable(values.get(name));
        }

        Value value(String name) {
            return given(name).orElseThrow();
        }

        Value value(String name, Value otherwise) {
            return given(name).orElse(otherwise);
        }

        String text(String name) {
            return string(value(name));
        }

        Optional<String> optionalText(String name) {
            return given(name).filter(value -> !(value instanceof Value.None)).map(Arguments::string);
        }

        int integer(String name, int otherwise) {
            return given(name).map(Numbers::index).orElse(otherwise);
        }

        boolean flag(String name, boolean otherwise) {
            return given(name).map(Value::truth).orElse(otherwise);
        }
    }
}
