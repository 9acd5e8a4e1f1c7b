package dev.longrun.train;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The plan as tables. It is read as a tree, not as a record: a report must open a plan that an older or newer Longrun
 * wrote. Units come from the names, which end in them ({@code stepSeconds}).
 */
final class ReportPlan {

    private static final int ROWS = 100;

    private final JsonNode plan;

    ReportPlan(JsonNode plan) {
        this.plan = plan;
    }

    String html() {
        return plan.isObject() ? object(plan, 3) : "";
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

    private static String object(JsonNode node, int depth) {
        StringBuilder rows = new StringBuilder();
        StringBuilder below = new StringBuilder();
        for (var entry : node.properties()) {
            JsonNode value = entry.getValue();
            if (value.isValueNode()) {
                rows.append(value.isNull() ? "" : ReportTables.row(words(entry.getKey()),
                    value(entry.getKey(), value)));
                continue;
            }
            String inner = value.isObject() ? object(value, Math.min(depth + 1, 6)) : array(entry.getKey(), value);
            if (!inner.isEmpty()) {
                below.append("<h").append(depth).append('>').append(Html.escape(words(entry.getKey()))).append("</h")
                    .append(depth).append(">\n").append(inner);
            }
        }
        return ReportTables.table(rows) + below;
    }

    private static String array(String key, JsonNode array) {
        if (array.isEmpty()) {
            return "";
        }
        if (array.get(0).isValueNode()) {
            return array.get(0).isNumber() && array.size() > 12 ? "" : "<ul>\n" + String.join("", array.valueStream()
                .map(item -> "<li>" + Html.escape(value(key, item)) + "</li>\n").toList()) + "</ul>\n";
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
                .append(Html.escape(value(column, row.path(column)))).append("</td>"));
            out.append("</tr>\n");
        });
        return out.append("</table></div>\n").toString();
    }

    private static String value(String key, JsonNode value) {
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
        if (name.endsWith("flops") || name.endsWith("flop") || name.startsWith("flop")) {
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
