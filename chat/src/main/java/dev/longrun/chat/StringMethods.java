package dev.longrun.chat;

import dev.longrun.chat.Value.Function;
import dev.longrun.chat.Value.Items;
import dev.longrun.chat.Value.Text;
import dev.longrun.chat.Value.Tuple;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The methods of a string, as far as templates use them. */
final class StringMethods {

    /** A method: the string, and what it is called with. */
    private interface Method {
        Value call(Budget budget, String text, Arguments arguments);
    }

    private static final Map<String, Method> METHODS = Map.ofEntries(
        plain("upper", text -> text.toUpperCase(Locale.ROOT)),
        plain("lower", text -> text.toLowerCase(Locale.ROOT)),
        plain("title", Letters::title),
        plain("capitalize", Letters::capitalize),
        plain("swapcase", Letters::swapCase),
        question("isalpha", text -> Letters.all(text, Character::isLetter)),
        question("isdigit", text -> Letters.all(text, Letters::digit)),
        question("isdecimal", text -> Letters.all(text, Character::isDigit)),
        question("isnumeric", text -> Letters.all(text, Letters::numeric)),
        question("isalnum", text -> Letters.all(text, c -> Character.isLetter(c) || Letters.numeric(c))),
        question("isspace", text -> Letters.all(text, c -> c < 0x10000 && Spaces.is((char) c))),
        question("isascii", text -> text.codePoints().allMatch(c -> c < 128)),
        question("isupper", Letters::upper),
        question("islower", Letters::lower),
        Map.entry("strip", (budget, text, arguments) -> strip(text, arguments, "strip", true, true)),
        Map.entry("lstrip", (budget, text, arguments) -> strip(text, arguments, "lstrip", true, false)),
        Map.entry("rstrip", (budget, text, arguments) -> strip(text, arguments, "rstrip", false, true)),
        Map.entry("split", (budget, text, arguments) -> Splits.split(budget, text, arguments, true)),
        Map.entry("rsplit", (budget, text, arguments) -> Splits.split(budget, text, arguments, false)),
        Map.entry("splitlines", Splits::lines),
        Map.entry("partition", (budget, text, arguments) -> Splits.partition(text, arguments, true)),
        Map.entry("rpartition", (budget, text, arguments) -> Splits.partition(text, arguments, false)),
        Map.entry("startswith", (budget, text, arguments) -> ends(text, arguments, true)),
        Map.entry("endswith", (budget, text, arguments) -> ends(text, arguments, false)),
        Map.entry("removeprefix", (budget, text, arguments) -> {
            String prefix = arguments.bind("removeprefix", 1, "prefix").text("prefix");
            return Value.text(text.startsWith(prefix) ? text.substring(prefix.length()) : text);
        }),
        Map.entry("removesuffix", (budget, text, arguments) -> {
            String suffix = arguments.bind("removesuffix", 1, "suffix").text("suffix");
            return Value.text(text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text);
        }),
        Map.entry("replace", (budget, text, arguments) -> {
            Arguments.Bound bound = arguments.bind("replace", 2, "old", "new", "count");
            return Value.text(replace(budget, text, bound.text("old"), bound.text("new"), bound.integer("count", -1)));
        }),
        Map.entry("find", (budget, text, arguments) -> find(text, arguments, "find", true)),
        Map.entry("rfind", (budget, text, arguments) -> find(text, arguments, "rfind", false)),
        Map.entry("index", (budget, text, arguments) -> found(find(text, arguments, "index", true))),
        Map.entry("rindex", (budget, text, arguments) -> found(find(text, arguments, "rindex", false))),
        Map.entry("count", (budget, text, arguments) -> {
            Arguments.Bound bound = arguments.bind("count", 1, "sub", "start", "end");
            String part = window(text, bound);
            String wanted = bound.text("sub");
            return Value.integer(wanted.isEmpty() ? part.codePointCount(0, part.length()) + 1 : count(part, wanted));
        }),
        Map.entry("join", (budget, text, arguments) -> {
            TextBuilder out = new TextBuilder(budget);
            Sequences.Cursor cursor = Sequences.cursor(budget, arguments.bind("join", 1, "items").value("items"));
            while (cursor.hasNext()) {
                out.append(Arguments.string(cursor.next())).append(cursor.hasNext() ? text : "");
            }
            return Value.text(out.toString());
        }),
        Map.entry("ljust", (budget, text, arguments) -> pad(budget, text, arguments, "ljust")),
        Map.entry("rjust", (budget, text, arguments) -> pad(budget, text, arguments, "rjust")),
        Map.entry("center", (budget, text, arguments) -> pad(budget, text, arguments, "center")),
        Map.entry("zfill", (budget, text, arguments) -> {
            int width = arguments.bind("zfill", 1, "width").integer("width", 0);
            int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
            return Value.text(new TextBuilder(budget).append(text.substring(0, sign))
                .repeat("0", width - text.codePointCount(0, text.length())).append(text.substring(sign)).toString());
        }),
        Map.entry("format", BraceFormat::format));

    private static final Set<String> NOT_HERE = Set.of("casefold", "encode", "expandtabs", "format_map",
        "isidentifier", "isprintable", "istitle", "maketrans", "translate");

    private StringMethods() {
    }

    static Optional<Value> method(Text text, String name) {
        if (NOT_HERE.contains(name)) {
            return Optional.of(new Value.Undefined("str." + name + " is not supported here"));
        }
        return Optional.ofNullable(METHODS.get(name)).map(method -> new Function(name, (in, arguments) -> {
            in.budget().step(1 + text.text().length() / 16);
            Value result = method.call(in.budget(), text.text(), arguments);
            if (result instanceof Text made) {
                in.budget().text(made.text().length());
                return new Text(made.text(), text.markup());
            }
            return result;
        }));
    }

    private static Map.Entry<String, Method> plain(String name, UnaryOperator<String> change) {
        return Map.entry(name, (budget, text, arguments) -> {
            arguments.bind(name, 0);
            return Value.text(change.apply(text));
        });
    }

    private static Map.Entry<String, Method> question(String name, java.util.function.Predicate<String> test) {
        return Map.entry(name, (budget, text, arguments) -> {
            arguments.bind(name, 0);
            return Value.bool(test.test(text));
        });
    }

    private static Value strip(String text, Arguments arguments, String name, boolean left, boolean right) {
        return Value.text(strip(text, arguments.bind(name, 0, "chars").optionalText("chars"), left, right));
    }

    /** Without the characters given, or white space, at its ends. */
    static String strip(String text, Optional<String> characters, boolean left, boolean right) {
        if (characters.isEmpty()) {
            String rest = left ? Spaces.stripLeft(text) : text;
            return right ? Spaces.stripRight(rest) : rest;
        }
        int start = 0;
        while (left && start < text.length() && characters.get().indexOf(text.codePointAt(start)) >= 0) {
            start += Character.charCount(text.codePointAt(start));
        }
        int end = text.length();
        while (right && end > start && characters.get().indexOf(text.codePointBefore(end)) >= 0) {
            end -= Character.charCount(text.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    private static Value ends(String text, Arguments arguments, boolean start) {
        Arguments.Bound bound = arguments.bind(start ? "startswith" : "endswith", 1, "prefix", "start", "end");
        String part = window(text, bound);
        List<Value> wanted = bound.value("prefix") instanceof Tuple(List<Value> all) ? all
            : List.of(bound.value("prefix"));
        return Value.bool(wanted.stream().map(Arguments::string)
            .anyMatch(end -> start ? part.startsWith(end) : part.endsWith(end)));
    }

    /** The part of a string between the arguments start and end. */
    private static String window(String text, Arguments.Bound bound) {
        if (!bound.values().containsKey("start")) {
            return text;
        }
        int length = text.codePointCount(0, text.length());
        int start = from(bound.value("start"), 0, length);
        int end = from(bound.value("end", Value.NONE), length, length);
        return start > end ? "" : text.substring(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end));
    }

    private static int from(Value value, int otherwise, int length) {
        if (value instanceof Value.None) {
            return otherwise;
        }
        int index = Numbers.index(value);
        return Math.clamp(index < 0 ? index + length : index, 0, length);
    }

    private static Value find(String text, Arguments arguments, String name, boolean first) {
        Arguments.Bound bound = arguments.bind(name, 1, "sub", "start", "end");
        String part = window(text, bound);
        int at = first ? part.indexOf(bound.text("sub")) : part.lastIndexOf(bound.text("sub"));
        int length = text.codePointCount(0, text.length());
        int start = from(bound.value("start", Value.NONE), 0, length);
        return Value.integer(at < 0 ? -1 : start + part.codePointCount(0, at));
    }

    private static Value found(Value index) {
        if (Numbers.index(index) < 0) {
            throw new Trouble("the part is not in the string");
        }
        return index;
    }

    private static int count(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }

    /** With the first {@code most} (all, if negative) places of {@code old} replaced. */
    static String replace(Budget budget, String text, String old, String by, int most) {
        TextBuilder out = new TextBuilder(budget);
        int done = 0;
        int from = 0;
        for (int i = 0; most < 0 || i < most; i++) {
            int at = text.indexOf(old, from);
            if (at < 0) {
                break;
            }
            out.append(text.substring(done, at)).append(by);
            done = at + old.length();
            from = done;
            if (old.isEmpty()) {
                if (at == text.length()) {
                    break;
                }
                from = at + Character.charCount(text.codePointAt(at));
            }
        }
        return out.append(text.substring(done)).toString();
    }

    private static Value pad(Budget budget, String text, Arguments arguments, String name) {
        Arguments.Bound bound = arguments.bind(name, 1, "width", "fill");
        String fill = bound.optionalText("fill").orElse(" ");
        if (fill.codePointCount(0, fill.length()) != 1) {
            throw new Trouble(name + " fills with one character, got " + fill.length());
        }
        return Value.text(pad(budget, text, Numbers.index(bound.value("width")), fill, name));
    }

    static String pad(Budget budget, String text, int width, String fill, String how) {
        int missing = Math.max(0, width - text.codePointCount(0, text.length()));
        int left = switch (how) {
            case "ljust" -> 0;
            case "rjust" -> missing;
            default -> missing / 2 + (missing & width & 1);
        };
        return new TextBuilder(budget).repeat(fill, left).append(text).repeat(fill, missing - left).toString();
    }

    /** The elements as one list. */
    static Value list(List<String> parts) {
        return new Items(parts.stream().map(Value::text).toList());
    }
}
