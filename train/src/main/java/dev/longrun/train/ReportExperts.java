package dev.longrun.train;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The report's table of where the routers sent the tokens before the last evaluation; empty without experts. */
final class ReportExperts {

    private final History history;

    ReportExperts(History history) {
        this.history = history;
    }

    String html() {
        return history.last(Event.Routed.class).map(ReportExperts::table).orElse("");
    }

    private static String table(Event.Routed routed) {
        StringBuilder rows = new StringBuilder("<tr><th>Layer</th><th>Least used expert</th><th>Most used</th>"
            + "<th>Even would be</th><th>Router's entropy, nats</th><th>Most it can be</th></tr>\n");
        for (int layer = 0; layer < routed.shares().size(); layer++) {
            List<Double> shares = routed.shares().get(layer);
            rows.append(String.format(Locale.ROOT,
                "<tr><th scope=\"row\">%d</th><td>%.1f %%</td><td>%.1f %%</td><td>%.1f %%</td><td>%.3f</td>"
                    + "<td>%.3f</td></tr>%n", layer, 100 * Collections.min(shares), 100 * Collections.max(shares),
                100.0 / shares.size(), routed.entropyNats().get(layer), Math.log(shares.size())));
        }
        return "<div class=\"scroll\"><table class=\"numbers\">\n" + rows + "</table></div>\n<p>Shares of the tokens' "
            + "places in the steps up to " + Figures.whole(routed.step()) + "; " + Figures.whole(routed.dropped())
            + " tokens dropped: an expert takes all that choose it.</p>\n";
    }
}
