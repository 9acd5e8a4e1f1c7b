package dev.longrun.laws;

import dev.longrun.page.Html;
import dev.longrun.page.Words;
import java.util.List;

/** The words and tables of the page. */
final class FitTables {

    private final Analysis analysis;
    private final Fit fit;

    FitTables(Analysis analysis) {
        this.analysis = analysis;
        fit = analysis.fit();
    }

    String headline() {
        Ladder ladder = fit.ladder();
        String name = ladder.label().substring(Math.max(ladder.label().lastIndexOf('/'),
            ladder.label().lastIndexOf('\\'))
            + 1);
        StringBuilder out = new StringBuilder("<header>\n<h1>" + Html.escape(name) + "</h1>\n<p class=\"state\">"
            + Html.escape(fit.law().formula() + "; " + fit.law().source()) + "</p>\n</header>\n<div "
            + "class=\"figures\">\n");
        out.append(figure("Runs", Words.count(ladder.points().size()), Words.format("%.2g to %.2g FLOP",
            ladder.least(ladder::flop), ladder.most(ladder::flop))));
        out.append(figure("Mean error within", Words.format("%.2f %%", 100 * fit.meanError(ladder.points())),
            "says nothing of what lies beyond"));
        if (fit.law().asymptote().isPresent()) {
            Interval band = analysis.bootstrap().interval(fit.law()::asymptote, 0.8);
            out.append(figure("Asymptote E", Words.format("%.4g", Profile.asymptote(fit)),
                Words.format("80 %% of the bootstrap %.4g to %.4g", band.low(), band.high())));
        }
        analysis.forecasts().stream().findFirst().ifPresent(each -> out.append(figure(
            Words.format("Loss at %.3g FLOP", each.at().flop()), Words.format("%.4f", each.loss()),
            Words.format("80 %% band %.4f to %.4f", each.band().low(), each.band().high()))));
        fit.frontier().ifPresent(frontier -> {
            Interval band = Optimum.exponent(analysis.bootstrap());
            out.append(figure("Best N grows as", Words.format("C^%.3f", frontier.exponent()),
                Words.format("80 %% of the bootstrap %.3f to %.3f", band.low(), band.high())));
        });
        analysis.optima().stream().findFirst().ifPresent(best -> out.append(figure(Words.format("Best N at %.3g FLOP",
            best.flop()), Words.count(best.parameters()), "80 % of the bootstrap "
            + Words.count(best.parametersBand().low()) + " to " + Words.count(best.parametersBand().high()))));
        return out.append("</div>\n").toString();
    }

    private static String figure(String name, String value, String under) {
        return "<div><h3>" + Html.escape(name) + "</h3><p class=\"value\">" + Html.escape(value)
            + "</p><p class=\"under\">" + Html.escape(under) + "</p></div>\n";
    }

    String flags() {
        StringBuilder out = new StringBuilder();
        analysis.flags().forEach(flag -> out.append("<li>").append(Html.escape(flag)).append("</li>\n"));
        fit.ladder().notes().stream().filter(note -> note.startsWith("warning: ")).forEach(note -> out.append("<li>")
            .append(Html.escape(note)).append("</li>\n"));
        return out.isEmpty() ? "" : "<ul>\n" + out + "</ul>\n";
    }

    String forecasts() {
        StringBuilder rows = new StringBuilder();
        for (Forecast each : analysis.forecasts()) {
            Point at = each.at();
            rows.append(row("td", Double.isNaN(at.n()) ? "" : Words.count(at.n()), Double.isNaN(at.d()) ? ""
                : Words.count(at.d()), Words.format("%.3g", at.flop()), Words.format("%.4f", each.loss()),
                Words.format("%.4f to %.4f", each.band().low(), each.band().high()), Words.format("%.1f",
                each.decades())));
        }
        for (Optimum best : analysis.optima()) {
            rows.append(row("td", Words.count(best.parametersBand().low()) + " to "
                + Words.count(best.parametersBand().high()), Words.count(best.tokensBand().low()) + " to "
                + Words.count(best.tokensBand().high()), Words.format("%.3g", best.flop()), "80 % of the best split",
                "", ""));
        }
        return rows.isEmpty() ? "" : table(row("th", "N", "D, tokens", "C, FLOP", "loss", "80 % band",
            "decades beyond") + rows);
    }

    String parameters() {
        StringBuilder rows = new StringBuilder(row("th", "", "best", "80 % of the bootstrap", "95 %"));
        for (String name : fit.law().parameters()) {
            Interval most = analysis.bootstrap().interval(name, 0.8);
            Interval nearlyAll = analysis.bootstrap().interval(name, 0.95);
            rows.append(row("td", name, Words.format("%.6g", fit.parameter(name)), Words.format("%.4g to %.4g",
                most.low(), most.high()), Words.format("%.4g to %.4g", nearlyAll.low(), nearlyAll.high())));
        }
        return table(rows.toString());
    }

    String method() {
        Ladder ladder = fit.ladder();
        StringBuilder out = new StringBuilder("<ul>\n");
        List<String> lines = List.of(
            Words.format("objective %.9g, summed over %d runs", fit.objective(), ladder.points().size()), fit.method(),
            analysis.bootstrap().draws().size() + " draws of "
                + (analysis.bootstrap().ofResiduals() ? "residuals" : "points"),
            "N counted as: " + (ladder.counting().isBlank() ? "not stated" : ladder.counting()),
            Words.format("C = %.3g N D", ladder.flopPerParameterAndToken()),
            "loss in " + (ladder.unit().isBlank() ? "a unit not stated" : ladder.unit()));
        for (String line : lines) {
            out.append("<li>").append(Html.escape(line)).append("</li>\n");
        }
        ladder.notes().forEach(note -> out.append("<li>").append(Html.escape(note)).append("</li>\n"));
        return out.append("</ul>\n").toString();
    }

    private static String table(String rows) {
        return "<div class=\"scroll\"><table class=\"numbers\">\n" + rows + "</table></div>\n";
    }

    private static String row(String cell, String... texts) {
        StringBuilder out = new StringBuilder("<tr>");
        for (String text : texts) {
            out.append('<').append(cell).append('>').append(Html.escape(text)).append("</").append(cell).append('>');
        }
        return out.append("</tr>\n").toString();
    }
}
