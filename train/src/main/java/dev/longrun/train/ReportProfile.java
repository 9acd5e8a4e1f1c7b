package dev.longrun.train;

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

    /** A row with a bar for each part, the longest first; empty when no process has told. */
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
        double most = parts.getFirst().seconds();
        double peak = all.getLast().peakFlops();
        StringBuilder out = new StringBuilder("<div class=\"bars\">\n");
        for (Event.PartTime part : parts) {
            String share = part.flop() > 0 && part.seconds() > 0 && peak > 0
                ? ", " + Figures.percent(part.flop() / part.seconds() / peak) + " of the matmul peak" : "";
            out.append(String.format(Locale.ROOT, "<h3>%s</h3>\n<div class=\"bar actual\"><span>%s</span>"
                + "<i><b style=\"width:%.1f%%\"></b></i><span>%s%s</span></div>\n", Html.escape(part.part()),
                Figures.percent(part.seconds() / seconds), 100 * part.seconds() / most,
                Figures.seconds(part.seconds()), share));
        }
        return out + "</div>\n";
    }
}
