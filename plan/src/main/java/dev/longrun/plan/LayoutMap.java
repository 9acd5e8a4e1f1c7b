package dev.longrun.plan;

import dev.longrun.page.Html;
import dev.longrun.page.Words;
import dev.longrun.plan.ClusterPlan.Ranks;

/** A layout drawn: one replica as stages across and tensor ranks down, and how many of it there are. */
final class LayoutMap {
    private static final int WIDTH = 900;
    private static final int LEFT = 90;
    private static final int TOP = 34;
    private static final int ROWS = 300;
    private static final int MOST = 64;

    private LayoutMap() {
    }

    static String svg(ClusterPlan cluster) {
        Ranks ranks = cluster.ranks();
        int columns = Math.min(ranks.pipeline(), MOST);
        int rows = Math.min(ranks.tensor(), MOST);
        double wide = Math.min(44.0, (WIDTH - LEFT) / (double) columns);
        double high = Math.min(18.0, ROWS / (double) rows);
        double height = TOP + rows * high + 46;
        StringBuilder out = new StringBuilder("<figure>\n").append(Words.format(
            "<svg viewBox=\"0 0 %d %.0f\" role=\"img\" aria-label=\"%s\">%n", WIDTH, height,
            Html.escape(cluster.layout())));
        out.append(Words.format("<text class=\"title\" x=\"0\" y=\"14\">%s</text>%n",
            Html.escape(title(ranks))));
        for (int stage = 0; stage < columns; stage++) {
            for (int rank = 0; rank < rows; rank++) {
                out.append(Words.format("<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">"
                    + "<title>stage %d, tensor rank %d</title></rect>%n", stage == cluster.stage() ? "valid" : "train",
                    LEFT + stage * wide, TOP + rank * high, Math.max(1, wide - 2), Math.max(1, high - 2), stage,
                    rank));
            }
        }
        out.append(Words.format("<text class=\"tick\" x=\"0\" y=\"%.1f\">tensor %d</text>%n", TOP + rows * high / 2 + 4,
            ranks.tensor()));
        out.append(Words.format("<text class=\"tick\" x=\"%d\" y=\"%.1f\">%s</text>%n", LEFT, TOP + rows * high + 16,
            Html.escape(Words.format("%d stages%s; the coloured one is fullest", ranks.pipeline(),
                ranks.interleave() > 1 ? " of " + ranks.interleave() + " chunks" : ""))));
        return out.append("</svg>\n</figure>\n").toString();
    }

    private static String title(Ranks ranks) {
        return Words.format("One of %s replicas: %d accelerators%s%s, micro-batches of %d", Words.exact(ranks.data()),
            ranks.tensor() * ranks.pipeline() * ranks.context(), ranks.context() > 1
            ? Words.format(" (%d share each sequence)", ranks.context()) : "", ranks.expert() > 1
            ? Words.format(", experts over %d ranks", ranks.expert()) : "", ranks.microBatch());
    }
}
