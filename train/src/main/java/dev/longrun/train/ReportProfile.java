package dev.longrun.train;

import dev.longrun.page.Html;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where the run's time went, all processes together that came to an end of their own. */
final class ReportProfile {

    private final List<Event.Profiled> all;

    ReportProfile(History history) {
        all = history.all(Event.Profiled.class).toList();
    }

    /** A row for each part, the longest first; empty when no process has told. */
    String html() {
        Map<String, Event.PartTime> sums = new LinkedHashMap<>();
        double seconds = 0;
        for (Event.Profiled one : all) {
            seconds += one.seconds();
            one.parts().forEach(part -> sums.merge(part.part(), part, (a, b) -> new Event.PartTime(a.part(),
                a.seconds() + b.seconds(), a.flop() + b.flop())));
        }
        if (!(seconds > 0)) {
            return "";
        }
        List<Event.PartTime> parts = new ArrayList<>(sums.values());
        parts.sort((a, b) -> Double.compare(b.seconds(), a.seconds()));
        double peak = all.getLast().peakFlops();
        StringBuilder out = new StringBuilder("<div class=\"scroll\"><table class=\"numbers\">\n<tr><th></th>"
            + "<th>Share</th><th>Time</th><th>Of the matmul peak</th></tr>\n");
        for (Event.PartTime part : parts) {
            out.append(String.format(Locale.ROOT, "<tr><th scope=\"row\">%s</th><td>%.1f %%</td><td>%s</td><td>%s</td>"
                + "</tr>\n", Html.escape(part.part()), 100 * part.seconds() / seconds, Figures.seconds(part.seconds()),
                part.flop() > 0 && part.seconds() > 0 && peak > 0
                    ? Figures.percent(part.flop() / part.seconds() / peak) : ""));
        }
        return out.append("</table></div>\n").toString();
    }
}
