package dev.longrun.chat;

import dev.longrun.chat.Value.Bool;
import dev.longrun.chat.Value.Int;
import dev.longrun.chat.Value.Items;
import dev.longrun.chat.Value.Range;
import dev.longrun.chat.Value.Real;
import dev.longrun.chat.Value.Text;
import dev.longrun.chat.Value.Tuple;
import dev.longrun.chat.Value.View;
import java.util.List;

/** Python's str() and repr() of values. */
final class Print {

    private Print() {
    }

    /** str(value): a string as it is. */
    static String plain(Budget budget, Value value) {
        return switch (value) {
            case Text text -> text.text();
            case Value.Undefined _ -> "";
            default -> quoted(budget, value);
        };
    }

    /** repr(value): strings in quotes. */
    static String quoted(Budget budget, Value value) {
        TextBuilder out = new TextBuilder(budget);
        quoted(budget, out, value, 0);
        return out.toString();
    }

    private static void quoted(Budget budget, TextBuilder out, Value value, int depth) {
        budget.step(1);
        if (depth > Limits.VALUE_DEPTH) {
            throw new Trouble("a value nested more than " + Limits.VALUE_DEPTH + " deep");
        }
        switch (value) {
            case Value.Undefined _ -> out.append("Undefined");
            case Value.None _ -> out.append("None");
            case Bool(boolean on) -> out.append(on ? "True" : "False");
            case Int(var number) -> out.append(number.toString());
            case Real(double number) -> out.append(Floats.write(number));
            case Text text -> text(out, text);
            case Items(List<Value> items) -> list(budget, out, "[", items, "]", depth);
            case Tuple(List<Value> items) -> list(budget, out, "(", items, items.size() == 1 ? ",)" : ")", depth);
            case Dict dict -> dict(budget, out, dict, depth);
            case Range range -> out.append("range(" + range.start() + ", " + range.stop()
                + (range.step() == 1 ? ")" : ", " + range.step() + ")"));
            case View view -> {
                out.append("dict_" + view.kind().name().toLowerCase(java.util.Locale.ROOT) + "(");
                list(budget, out, "[", Sequences.list(budget, view), "]", depth);
                out.append(")");
            }
            case Value.Stream _ -> out.append("<generator>");
            case Value.Namespace namespace -> {
                Dict fields = new Dict();
                namespace.fields().forEach(fields::put);
                out.append("<Namespace ");
                dict(budget, out, fields, depth);
                out.append(">");
            }
            case Loop loop -> out.append(loop.toString());
            case Macro macro -> out.append(macro.toString());
            case Value.Callable callable -> out.append("<function " + callable.name() + ">");
        }
    }

    private static void list(Budget budget, TextBuilder out, String open, List<Value> items, String close, int depth) {
        out.append(open);
        String separator = "";
        for (Value item : items) {
            out.append(separator);
            quoted(budget, out, item, depth + 1);
            separator = ", ";
        }
        out.append(close);
    }

    private static void dict(Budget budget, TextBuilder out, Dict dict, int depth) {
        out.append("{");
        String separator = "";
        for (Dict.Entry entry : dict.entries()) {
            out.append(separator);
            quoted(budget, out, entry.key(), depth + 1);
            out.append(": ");
            quoted(budget, out, entry.value(), depth + 1);
            separator = ", ";
        }
        out.append("}");
    }

    private static void text(TextBuilder out, Text text) {
        String raw = text.text();
        String quote = raw.contains("'") && !raw.contains("\"") ? "\"" : "'";
        out.append(text.markup() ? "Markup(" + quote : quote);
        raw.codePoints().forEach(c -> out.append(switch (c) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\\' -> "\\\\";
            case '\'', '"' -> c == quote.charAt(0) ? "\\" + quote : Character.toString(c);
            default -> printable(c) ? Character.toString(c)
                : String.format(c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
        }));
        out.append(text.markup() ? quote + ")" : quote);
    }

    static boolean printable(int c) {
        return c == ' ' || switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
                Character.UNASSIGNED, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
