package dev.longrun.train;

import com.fasterxml.jackson.databind.JsonNode;
import dev.longrun.page.Html;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The plan as tables. It is read as a tree, not as a record: a report must open a plan that an older or newer Longrun
 * wrote. Units come from the names, which end in them ({@code stepSeconds}).
 */
final class ReportPlan {

    private static final int ROWS = 200;
    private static final String DERIVATIONS = "derivations";

    private final JsonNode plan;

    ReportPlan(JsonNode plan) {
        this.plan = plan;
    }

    /** All but the derivations: plain values first, then a block for each group of values, side by side. */
    String html() {
        if (!plan.isObject()) {
            return "";
        }
        StringBuilder rows = new StringBuilder();
        StringBuilder blocks = new StringBuilder();
        for (var entry : plan.properties()) {
            String name = Html.escape(words(entry.getKey()));
            if (entry.getValue().isValueNode()) {
                rows.append(row(entry.getKey(), entry.getValue(), ""));
            } else if (!entry.getKey().equals(DERIVATIONS)) {
                String inner = inner(entry.getKey(), entry.getValue());
                blocks.append(inner.isEmpty() ? "" : "<div>\n<h3>" + name + "</h3>\n" + inner + "</div>\n");
            }
        }
        return ReportTables.table(rows) + (blocks.isEmpty() ? "" : "<div class=\"blocks\">\n" + blocks + "</div>\n");
    }

    /** Every value that the run file left out. */
    String derivations() {
        return plan.path(DERIVATIONS).isArray() ? array(DERIVATIONS, plan.path(DERIVATIONS)) : "";
    }

    /** The run file with its comments, which carry rule and source, in a quieter tone. */
    static String yaml(String text) {
        if (text.isBlank()) {
            return "";
        }
        StringBuilder out = new StringBuilder("<pre>");
        for (String line : text.split("\n")) {
            int comment = line.startsWith("#") ? 0 : line.indexOf(" #");
            out.append(comment < 0 ? Html.escape(line) : Html.escape(line.substring(0, comment))
                + "<span class=\"quiet\">" + Html.escape(line.substring(comment)) + "</span>").append('\n');
        }
        return out.append("</pre>\n").toString();
    }

    private static String inner(String key, JsonNode value) {
        if (value.isArray()) {
            return array(key, value);
        }
        StringBuilder rows = new StringBuilder();
        StringBuilder below = new StringBuilder();
        for (var entry : value.properties()) {
            if (entry.getValue().isValueNode()) {
                rows.append(row(entry.getKey(), entry.getValue(), key));
            } else {
                below.append(inner(entry.getKey(), entry.getValue()));
            }
        }
        return ReportTables.table(rows) + below;
    }

    private static String row(String key, JsonNode value, String group) {
        return value.isNull() ? "" : "<tr><th scope=\"row\">" + Html.escape(words(key)) + "</th><td"
            + (value.isNumber() && !group.isEmpty() ? " class=\"number\"" : "") + ">"
            + Html.escape(value(key, value, group)) + "</td></tr>\n";
    }

    private static String array(String key, JsonNode array) {
        if (array.isEmpty()) {
            return "";
        }
        if (array.get(0).isValueNode()) {
            return array.get(0).isNumber() && array.size() > 12 ? "" : "<ul>\n" + String.join("", array.valueStream()
                .map(item -> "<li>" + Html.escape(value(key, item, "")) + "</li>\n").toList()) + "</ul>\n";
        }
        Set<String> columns = new LinkedHashSet<>();
        array.forEach(row -> row.properties().forEach(entry -> {
            if (entry.getValue().isValueNode()) {
                columns.add(entry.getKey());
            }
        }));
        StringBuilder out = new StringBuilder("<div class=\"scroll\"><table class=\"records\">\n<tr>");
        columns.forEach(column -> out.append("<th>").append(Html.escape(words(column))).append("</th>"));
        out.append("</tr>\n");
        array.valueStream().limit(ROWS).forEach(row -> {
            out.append("<tr>");
            columns.forEach(column -> out.append(row.path(column).isNumber() ? "<td class=\"number\">" : "<td>")
                .append(Html.escape(value(column, row.path(column), ""))).append("</td>"));
            out.append("</tr>\n");
        });
        return out.append("</table></div>\n").toString();
    }

    /** With its unit, which stands at the end of the name or, where the whole group has it, of the group's name. */
    private static String value(String key, JsonNode value, String group) {
        if (!value.isNumber()) {
            return value.isBoolean() ? value.asBoolean() ? "yes" : "no" : value.asText("");
        }
        String name = key.toLowerCase(Locale.ROOT);
        double number = value.asDouble();
        if (name.endsWith("seconds")) {
            return Figures.seconds(number);
        }
        if (name.endsWith("bytes")) {
            return Figures.bytes(number);
        }
        if (name.endsWith("bytespersecond")) {
            return Figures.bytes(number) + "/s";
        }
        if (name.endsWith("flops") || name.endsWith("flop") || name.startsWith("flop")
            || group.startsWith("flop")) {
            return Figures.flop(number, name.endsWith("flops") || name.endsWith("persecond") ? "FLOP/s" : "FLOP");
        }
        if (name.endsWith("usd")) {
            return "$" + (number < 10_000 ? String.format(Locale.ROOT, "%.2f", number) : Figures.count(number));
        }
        if (name.endsWith("share") || name.endsWith("mfu") || name.endsWith("efficiency")) {
            return Figures.percent(number);
        }
        return value.isIntegralNumber() ? Math.abs(number) < 1e9 ? Figures.whole(value.asLong())
            : Figures.count(number) : Figures.significant(number);
    }

    /** {@code peakMemoryBytes} as "peak memory": the unit stands at the figure. */
    static String words(String key) {
        String spaced = key.replaceAll("([a-z0-9])([A-Z])", "$1 $2").replace('_', ' ').toLowerCase(Locale.ROOT)
            .replaceAll("\\bflop", "FLOP").replaceAll("\\bmfu\\b", "MFU");
        String bare = spaced.replaceAll(" (seconds|bytes|usd|share)$", "");
        return bare.isEmpty() ? spaced : bare;
    }
}
