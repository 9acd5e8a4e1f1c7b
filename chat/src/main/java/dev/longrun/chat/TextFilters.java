package dev.longrun.chat;

import dev.longrun.chat.Filters.Filter;
import dev.longrun.chat.Value.Text;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Filters that make text. Most take anything, as it prints. */
final class TextFilters {

    /** What title's words begin after. */
    private static final Pattern WORD_START = Pattern.compile("[-\\s({\\[<]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);

    private TextFilters() {
    }

    static Map<String, Filter> all() {
        return Map.ofEntries(
            plain("upper", text -> text.toUpperCase(Locale.ROOT)),
            plain("lower", text -> text.toLowerCase(Locale.ROOT)),
            plain("capitalize", Letters::capitalize),
            plain("title", TextFilters::title),
            plain("string", text -> text),
            Map.entry("trim", (in, input, arguments) -> made(in, input,
                StringMethods.strip(Print.plain(in.budget(), input),
                    arguments.bind("trim", 0, "chars").optionalText("chars"), true, true))),
            Map.entry("replace", TextFilters::replace),
            Map.entry("indent", TextFilters::indent),
            Map.entry("center", (in, input, arguments) -> made(in, input, StringMethods.pad(in.budget(),
                Print.plain(in.budget(), input), arguments.bind("center", 0, "width").integer("width", 80), " ",
                "center"))),
            Map.entry("truncate", TextFilters::truncate),
            Map.entry("wordcount", (in, input, arguments) -> {
                arguments.bind("wordcount", 0);
                return Value.integer(WORD.matcher(Print.plain(in.budget(), input)).results().count());
            }),
            Map.entry("format", (in, input, arguments) -> made(in, input, PercentFormat.format(in.budget(),
                Print.plain(in.budget(), input), arguments.named().isEmpty()
                    ? new Value.Tuple(arguments.inOrder()) : named(arguments)))),
            Map.entry("tojson", (in, input, arguments) -> Value.text(ToJson.write(in.budget(), input,
                arguments.bind("tojson", 0, "ensure_ascii", "indent", "separators", "sort_keys")))),
            Map.entry("escape", TextFilters::escape),
            Map.entry("e", TextFilters::escape),
            Map.entry("safe", (in, input, arguments) -> {
                arguments.bind("safe", 0);
                return new Text(Print.plain(in.budget(), input), true);
            }));
    }

    private static Map.Entry<String, Filter> plain(String name, UnaryOperator<String> change) {
        return Map.entry(name, (in, input, arguments) -> {
            arguments.bind(name, 0);
            return made(in, input, change.apply(Print.plain(in.budget(), input)));
        });
    }

    /** Text that stays marked as safe if the input was. */
    private static Value made(Interpreter in, Value input, String text) {
        in.budget().step(text.length() / 16);
        in.budget().text(text.length());
        return new Text(text, input instanceof Text before && before.markup());
    }

    private static Value named(Arguments arguments) {
        if (!arguments.inOrder().isEmpty()) {
            throw new Trouble("format takes values in order or by name, not both");
        }
        Dict dict = new Dict();
        arguments.named().forEach(dict::put);
        return dict;
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (MatchResult separator : WORD_START.matcher(text).results().toList()) {
            out.append(titled(text.substring(at, separator.start()))).append(separator.group());
            at = separator.end();
        }
        return out.append(titled(text.substring(at))).toString();
    }

    private static String titled(String word) {
        int first = word.isEmpty() ? 0 : Character.charCount(word.codePointAt(0));
        return word.substring(0, first).toUpperCase(Locale.ROOT) + word.substring(first).toLowerCase(Locale.ROOT);
    }

    private static Value replace(Interpreter in, Value input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("replace", 2, "old", "new", "count");
        int count = bound.given("count").filter(value -> !(value instanceof Value.None)).map(Numbers::index).orElse(-1);
        String text = Print.plain(in.budget(), input);
        return Value.text(StringMethods.replace(in.budget(), text, Print.plain(in.budget(), bound.value("old")),
            Print.plain(in.budget(), bound.value("new")), count));
    }

    private static Value indent(Interpreter in, Value input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("indent", 0, "width", "first", "blank");
        String step = bound.given("width").map(width -> width instanceof Text text ? text.text()
            : new TextBuilder(in.budget()).repeat(" ", Numbers.index(width)).toString()).orElse("    ");
        List<String> lines = Spaces.lines(Arguments.string(input) + "\n", false);
        TextBuilder out = new TextBuilder(in.budget());
        for (int i = 0; i < lines.size(); i++) {
            boolean indented = i == 0 ? bound.flag("first", false)
                : bound.flag("blank", false) || !lines.get(i).isEmpty();
            out.append(i > 0 ? "\n" : "").append(indented ? step : "").append(lines.get(i));
        }
        return made(in, input, out.toString());
    }

    private static Value truncate(Interpreter in, Value input, Arguments arguments) {
        Arguments.Bound bound = arguments.bind("truncate", 0, "length", "killwords", "end", "leeway");
        String end = bound.optionalText("end").orElse("...");
        int length = bound.integer("length", 255);
        int kept = length - end.codePointCount(0, end.length());
        if (kept < 0) {
            throw new Trouble("truncate to " + length + ", which is shorter than its end");
        }
        int leeway = bound.given("leeway").filter(value -> !(value instanceof Value.None)).map(Numbers::index)
            .orElse(5);
        if (Sequences.length(input).filter(count -> count <= (long) length + leeway).isPresent()) {
            return input;
        }
        String text = Arguments.string(input);
        String cut = text.substring(0, text.offsetByCodePoints(0, kept));
        int space = cut.lastIndexOf(' ');
        return made(in, input, (bound.flag("killwords", false) || space < 0 ? cut : cut.substring(0, space)) + end);
    }

    private static Value escape(Interpreter in, Value input, Arguments arguments) {
        arguments.bind("escape", 0);
        Text text = input instanceof Text own ? own : new Text(Print.plain(in.budget(), input), false);
        return new Text(Html.safe(in.budget(), text), true);
    }
}
