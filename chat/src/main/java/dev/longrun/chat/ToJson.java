package dev.longrun.chat;

import dev.longrun.chat.Value.Bool;
import dev.longrun.chat.Value.Int;
import dev.longrun.chat.Value.Items;
import dev.longrun.chat.Value.Real;
import dev.longrun.chat.Value.Text;
import dev.longrun.chat.Value.Tuple;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The filter tojson as transformers has it: Python's json.dumps without escapes for HTML, and for other letters than
 * ASCII only if asked.
 */
final class ToJson {

    private final Budget budget;
    private final TextBuilder out;
    private final boolean ascii;
    private final Optional<String> indent;
    private final String betweenItems;
    private final String afterKey;
    private final boolean sorted;

    private ToJson(Budget budget, Arguments.Bound options) {
        this.budget = budget;
        out = new TextBuilder(budget);
        ascii = options.flag("ensure_ascii", false);
        indent = options.given("indent").filter(value -> !(value instanceof Value.None)).map(value -> switch (value) {
            case Text text -> text.text();
            default -> new TextBuilder(budget).repeat(" ", Numbers.index(value)).toString();
        });
        Optional<Value> separators = options.given("separators").filter(value -> !(value instanceof Value.None));
        List<Value> pair = separators.map(value -> Sequences.list(budget, value)).orElse(List.of());
        if (separators.isPresent() && pair.size() != 2) {
            throw new Trouble("separators must be two strings");
        }
        betweenItems = pair.isEmpty() ? (indent.isPresent() ? "," : ", ") : Arguments.string(pair.get(0));
        afterKey = pair.isEmpty() ? ": " : Arguments.string(pair.get(1));
        sorted = options.flag("sort_keys", false);
    }

    static String write(Budget budget, Value value, Arguments.Bound options) {
        ToJson json = new ToJson(budget, options);
        json.value(value, 0);
        return json.out.toString();
    }

    private void value(Value value, int depth) {
        budget.step(1);
        if (depth > Limits.VALUE_DEPTH) {
            throw new Trouble("a value nested more than " + Limits.VALUE_DEPTH + " deep");
        }
        switch (value) {
            case Value.None _ -> out.append("null");
            case Bool(boolean on) -> out.append(on ? "true" : "false");
            case Int(var number) -> out.append(number.toString());
            case Real(double number) -> out.append(number(number));
            case Text text -> string(text.text());
            case Items(List<Value> items) -> list(items, depth);
            case Tuple(List<Value> items) -> list(items, depth);
            case Dict dict -> dict(dict, depth);
            default -> throw new Trouble("tojson of " + Value.kind(value) + ", which JSON does not have");
        }
    }

    private static String number(double number) {
        return Double.isNaN(number) ? "NaN"
            : Double.isInfinite(number) ? (number > 0 ? "Infinity" : "-Infinity") : Floats.write(number);
    }

    private void list(List<Value> items, int depth) {
        if (items.isEmpty()) {
            out.append("[]");
            return;
        }
        out.append("[");
        for (int i = 0; i < items.size(); i++) {
            out.append(i > 0 ? betweenItems : "");
            newLine(depth + 1);
            value(items.get(i), depth + 1);
        }
        newLine(depth);
        out.append("]");
    }

    private void dict(Dict dict, int depth) {
        if (dict.size() == 0) {
            out.append("{}");
            return;
        }
        List<Dict.Entry> entries = new ArrayList<>(dict.entries());
        if (sorted) {
            entries.sort(Comparator.comparing(Dict.Entry::key, (a, b) -> Compare.order(budget, a, b)));
        }
        out.append("{");
        String separator = "";
        for (Dict.Entry entry : entries) {
            out.append(separator);
            newLine(depth + 1);
            string(key(entry.key()));
            out.append(afterKey);
            value(entry.value(), depth + 1);
            separator = betweenItems;
        }
        newLine(depth);
        out.append("}");
    }

    private static String key(Value key) {
        return switch (key) {
            case Text text -> text.text();
            case Bool(boolean on) -> on ? "true" : "false";
            case Value.None _ -> "null";
            case Int(var number) -> number.toString();
            case Real(double number) -> number(number);
            default -> throw new Trouble("tojson of a key that is a " + Value.kind(key));
        };
    }

    private void newLine(int depth) {
        indent.ifPresent(step -> out.append("\n").repeat(step, depth));
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case '\b' -> out.append("\\b");
                default -> {
                    if (c < 0x20 || ascii && c >= 0x7f) {
                        out.append(c == 0x7f ? "\u007f" : String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
