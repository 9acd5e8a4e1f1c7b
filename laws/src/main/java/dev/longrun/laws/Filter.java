package dev.longrun.laws;

import dev.longrun.run.CsvTable;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which rows of a table are meant, as {@code --where} gives it: {@code column=value}, {@code column!=value},
 * {@code column<value} or {@code column>value}. Numbers compare as numbers.
 */
public record Filter(String column, String sign, String value) {

    private static final Pattern FORM = Pattern.compile("([^=<>!]+?)\\s*(!=|<=|>=|=|<|>)\\s*(.*)");

    /**
     * Reads one.
     *
     * @throws LawException if it is none
     */
    public static Filter of(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new LawException("--where " + text + ": should be column=value, column!=value, column<value or "
                + "column>value");
        }
        return new Filter(parts.group(1), parts.group(2), parts.group(3).strip());
    }

    boolean keeps(CsvTable.Row row) {
        String text = row.text(column).orElse("");
        OptionalDouble is = Cell.parse(text);
        OptionalDouble asked = Cell.parse(value);
        boolean numbers = is.isPresent() && asked.isPresent();
        if (sign.contains("=") && !sign.startsWith("<") && !sign.startsWith(">")) {
            boolean same = numbers ? is.getAsDouble() == asked.getAsDouble() : text.equals(value);
            return same == sign.equals("=");
        }
        if (asked.isEmpty()) {
            throw new LawException("--where " + column + sign + value + ": " + value + " is not a number");
        }
        if (is.isEmpty()) {
            return false;
        }
        int order = Double.compare(is.getAsDouble(), asked.getAsDouble());
        return sign.endsWith("=") && order == 0 || (sign.startsWith("<") ? order < 0 : order > 0);
    }

    @Override
    public String toString() {
        return column + sign + value;
    }
}
