package dev.longrun.laws;

import dev.longrun.run.CsvTable;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number as people write it in a cell: 1.4e9, 1_400_000_000, "1,400,000,000", 1.4B, 300 M. */
final class Cell {

    private static final Pattern NUMBER = Pattern.compile(
        "([+-]?(?:\\d{1,3}(?:[,_]\\d{3})+|\\d+)(?:\\.\\d*)?|[+-]?\\.\\d+)(e[+-]?\\d{1,3})?\\s*([kmgbt]?)"
            + "(?:\\s*(?:params|parameters|tokens|flops?))?");
    private static final Map<String, Double> SUFFIXES = Map.of("", 1.0, "k", 1e3, "m", 1e6, "g", 1e9, "b", 1e9, "t",
        1e12);
    private static final int LONGEST = 60;

    private Cell() {
    }

    /** The number in a row's column; nothing where the cell is blank. */
    static OptionalDouble number(CsvTable.Row row, String column) {
        String text = row.text(column).orElse("");
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        OptionalDouble number = parse(text);
        if (number.isEmpty()) {
            String shown = text.replaceAll("\\p{Cntrl}", " ");
            throw row.problem(column, "\"" + (shown.length() > LONGEST ? shown.substring(0, LONGEST) + "..." : shown)
                + "\" is not a number; leave the cell empty or the row out if the run has none");
        }
        return number;
    }

    /** The number of a text; nothing where it is none. */
    static OptionalDouble parse(String text) {
        if (text.length() > LONGEST) {
            return OptionalDouble.empty();
        }
        Matcher parts = NUMBER.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return OptionalDouble.empty();
        }
        double number = Double.parseDouble(parts.group(1).replaceAll("[,_]", "")
            + (parts.group(2) == null ? "" : parts.group(2))) * SUFFIXES.get(parts.group(3));
        return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }
}
