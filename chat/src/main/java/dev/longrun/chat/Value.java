package dev.longrun.chat;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a template can hold: Python's values, as far as templates see them, and nothing else. No value leads to an
 * object of Java that is not one of these.
 */
sealed interface Value permits Value.Undefined, Value.None, Value.Bool, Value.Int, Value.Real, Value.Text,
    Value.Items, Value.Tuple, Value.Range, Value.View, Value.Stream, Value.Namespace, Value.Callable, Dict {

    Value NONE = new None();
    Value TRUE = new Bool(true);
    Value FALSE = new Bool(false);

    /** A name or an element that is not there. It prints as nothing; most other uses fail with this message. */
    record Undefined(String message) implements Value {
    }

    record None() implements Value {
    }

    record Bool(boolean on) implements Value {
    }

    record Int(BigInteger value) implements Value {
    }

    record Real(double value) implements Value {
    }

    /** A string; {@code markup} when a filter marked it as safe HTML, which escapes what is added to it. */
    record Text(String text, boolean markup) implements Value {
    }

    /** A list. */
    record Items(List<Value> items) implements Value {
    }

    record Tuple(List<Value> items) implements Value {
    }

    /** Python's range(start, stop, step). */
    record Range(long start, long stop, long step, int count) implements Value {

        Value at(int index) {
            return integer(start + index * step);
        }
    }

    /** What a dict's keys(), values() or items() give. */
    record View(Kind kind, Dict dict) implements Value {

        enum Kind { KEYS, VALUES, ITEMS }
    }

    /** A generator: elements that can be gone through once. */
    record Stream(Iterator<Value> rest) implements Value {
    }

    /** What namespace() gives: the only thing that a template can change. May hold itself, so compared by identity. */
    final class Namespace implements Value {

        private final Map<String, Value> fields = new LinkedHashMap<>();

        Map<String, Value> fields() {
            return fields;
        }
    }

    /** What can be called. */
    non-sealed interface Callable extends Value {

        String name();

        Value call(Interpreter in, Arguments arguments);
    }

    /** A function of ours. */
    record Function(String name, Body body) implements Callable {

        interface Body {
            Value call(Interpreter in, Arguments arguments);
        }

        @Override
        public Value call(Interpreter in, Arguments arguments) {
            return body.call(in, arguments);
        }
    }

    static Value text(String text) {
        return new Text(text, false);
    }

    static Value bool(boolean on) {
        return on ? TRUE : FALSE;
    }

    static Value integer(long value) {
        return new Int(BigInteger.valueOf(value));
    }

    /** Python's truth: empty, zero, none and undefined are false. */
    static boolean truth(Value value) {
        return switch (value) {
            case Undefined _, None _ -> false;
            case Bool(boolean on) -> on;
            case Int(BigInteger number) -> number.signum() != 0;
            case Real(double number) -> number != 0;
            case Text text -> !text.text().isEmpty();
            case Items(List<Value> items) -> !items.isEmpty();
            case Tuple(List<Value> items) -> !items.isEmpty();
            case Dict dict -> dict.size() > 0;
            case Range range -> range.count() > 0;
            case View view -> view.dict().size() > 0;
            case Stream _, Namespace _, Callable _ -> true;
        };
    }

    /** What Python calls its type, for messages. */
    static String kind(Value value) {
        return switch (value) {
            case Undefined _ -> "undefined";
            case None _ -> "None";
            case Bool _ -> "bool";
            case Int _ -> "int";
            case Real _ -> "float";
            case Text _ -> "str";
            case Items _ -> "list";
            case Tuple _ -> "tuple";
            case Dict _ -> "dict";
            case Range _ -> "range";
            case View view -> "dict_" + view.kind().name().toLowerCase(java.util.Locale.ROOT);
            case Stream _ -> "generator";
            case Namespace _ -> "namespace";
            case Callable callable -> callable.name() + "()";
        };
    }
}
