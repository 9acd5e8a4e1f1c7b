package dev.longrun.train;

import dev.longrun.page.Html;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The same prompts, completed again and again as the model learns. */
final class ReportSamples {

    private static final int SHOWN = 7;

    private final Map<String, List<Event.Sampled>> byPrompt;
    private final History history;

    ReportSamples(History history) {
        this.history = history;
        this.byPrompt = history.samples().stream()
            .collect(Collectors.groupingBy(Event.Sampled::prompt, LinkedHashMap::new, Collectors.toList()));
    }

    String html() {
        StringBuilder out = new StringBuilder();
        byPrompt.forEach((prompt, samples) -> {
            out.append("<table class=\"samples\">\n<caption>").append(Html.escape(prompt)).append("</caption>\n");
            for (int i = 0; i < Math.min(SHOWN, samples.size()); i++) {
                double share = (double) i / (SHOWN - 1);
                int at = samples.size() <= SHOWN ? i : (int) Math.round(share * (samples.size() - 1));
                Event.Sampled sample = samples.get(at);
                out.append("<tr><th scope=\"row\">step ").append(Figures.whole(sample.step()));
                if (!history.steps().isEmpty()) {
                    out.append("<br><span class=\"quiet\">")
                        .append(Figures.count(history.tokensAt(sample.step()))).append(" tokens</span>");
                }
                out.append("</th><td>").append(Html.escape(sample.completion())).append("</td></tr>\n");
            }
            out.append("</table>\n");
        });
        return out.toString();
    }
}
