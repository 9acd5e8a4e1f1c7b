package dev.longrun.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The resolved run file as text: every value, and behind each derived one the rule and source it came from. */
public final class RunYaml {

    private static final String HEAD = """
        # A resolved run file: a value with a remark behind it was derived, the others were given.
        """;
    private static final int REMARKS_AT = 40;

    private RunYaml() {
    }

    /**
     * The same text for the same run, whatever the locale; {@link RunFile} reads it back as an equal run.
     *
     * @throws IllegalStateException if the draft is not complete
     */
    public static String write(RunFile file) {
        return write(file.run(), file.derivations());
    }

    /** Likewise, with the derivations kept apart. */
    public static String write(Run run, List<Derivation> derivations) {
        Map<String, Object> values = new LinkedHashMap<>();
        Records.flatten(Entry.RUN, run, values);
        Map<String, Derivation> derived = derivations.stream()
            .collect(Collectors.toMap(Derivation::path, Function.identity(), (first, _) -> first));
        StringBuilder text = new StringBuilder(HEAD);
        section(Entry.RUN, values, derived, "", text);
        return text.toString();
    }

    /** Every value of a run by path, as the resolved file writes it: what differs between two runs is easily found. */
    public static Map<String, String> values(Run run) {
        Map<String, Object> values = new LinkedHashMap<>();
        Records.flatten(Entry.RUN, run, values);
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((path, value) -> texts.put(path, text(Entry.VALUES.get(path), value)));
        return texts;
    }

    private static void section(Entry.Section section, Map<String, Object> values, Map<String, Derivation> derived,
        String indent, StringBuilder text) {
        for (Entry entry : section.entries()) {
            switch (entry) {
                case Entry.Section inner -> {
                    if (values.keySet().stream().anyMatch(path -> path.startsWith(inner.path() + "."))) {
                        text.append('\n').append(indent).append(inner.name()).append(":\n");
                        section(inner, values, derived, indent + "  ", text);
                    }
                }
                case Entry.Value value -> {
                    if (values.containsKey(value.path())) {
                        String line = indent + value.name() + ": " + text(value, values.get(value.path()));
                        text.append(line).append(remark(line, derived.get(value.path()))).append('\n');
                    }
                }
            }
        }
    }

    private static String remark(String line, Derivation derivation) {
        if (derivation == null) {
            return "";
        }
        String said = derivation.rule() + (derivation.source().isBlank() ? "" : " (" + derivation.source() + ")");
        return " ".repeat(Math.max(1, REMARKS_AT - line.length())) + "# "
            + said.strip().replaceAll("[\\p{Cntrl}\\p{Cs}\\s\\u2028\\u2029\\ufeff\\ufffe\\uffff]+", " ");
    }

    /** A value as it stands in the file, quoted where it must be. */
    static String text(Entry.Value entry, Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(each -> quoted(each.toString())).collect(Collectors.joining(", ", "[", "]"));
        }
        String text = Values.write(entry, value);
        return value instanceof String ? quoted(text) : text;
    }

    private static String quoted(String text) {
        boolean plain = text.matches("[\\p{IsAlphabetic}_./][\\p{IsAlphabetic}\\p{IsDigit}_./-]*")
            && !text.toLowerCase(Locale.ROOT).matches("null|true|false|yes|no|on|off|\\.nan|[.]inf|\\.+|-+")
            && text.codePoints().allMatch(Character::isBmpCodePoint);
        if (plain) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(point -> {
            switch (point) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (printable(point)) {
                        quoted.appendCodePoint(point);
                    } else {
                        quoted.append(String.format(Locale.ROOT, point > 0xffff ? "\\U%08x" : "\\u%04x", point));
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean printable(int point) {
        int type = Character.getType(point);
        return type != Character.CONTROL && type != Character.SURROGATE && type != Character.FORMAT
            && type != Character.UNASSIGNED && type != Character.LINE_SEPARATOR && type != Character.PARAGRAPH_SEPARATOR
            && type != Character.PRIVATE_USE;
    }
}
