package dev.longrun.risk;

import dev.longrun.page.Bars;
import dev.longrun.page.Histogram;
import dev.longrun.page.Words;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The answers as drawings for a page. */
public final class RiskCharts {

    private static final int WIDTH = 900;
    private static final int MOST_MONTHS = 36;

    private RiskCharts() {
    }

    /** In which month it ships; what is later than three years, or never, at the right. */
    public static String shipMonths(ShipForecast forecast) {
        double never = forecast.never().map(Estimate::value).orElse(0.0);
        List<Double> days = forecast.shipDays();
        LocalDate first = forecast.asOf();
        LocalDate last = first.plusDays((long) Math.min(days.get((int) (0.95 * days.size())), 30.0 * MOST_MONTHS));
        Histogram histogram = new Histogram(WIDTH, 260, "Month in which it ships");
        double shown = 0;
        for (YearMonth month = YearMonth.from(first); !month.atDay(1).isAfter(last); month = month.plusMonths(1)) {
            double from = Math.max(0, ChronoUnit.DAYS.between(first, month.atDay(1)));
            double to = ChronoUnit.DAYS.between(first, month.plusMonths(1).atDay(1));
            double share = (1 - never) * (below(days, to) - below(days, from));
            shown += share;
            boolean late = forecast.deadline().filter(month.atDay(1)::isAfter).isPresent();
            histogram.add(new Histogram.Bin(month.toString(), share, late ? "valid" : "train",
                month + ": " + Words.format("%.1f %%", 100 * share)));
        }
        double later = Math.max(0, 1 - never - shown);
        Histogram.Bin gap = new Histogram.Bin("", 0, "quiet", "");
        histogram.add(gap).add(new Histogram.Bin("later", later, "quiet",
            "later: " + Words.format("%.1f %%", 100 * later)));
        if (never > 0) {
            histogram.add(gap).add(new Histogram.Bin("never", never, "mark", "never under this name: "
                + Words.format("%.1f %%", 100 * never)));
        }
        forecast.deadline().filter(day -> !day.isAfter(last)).ifPresent(day -> histogram.flag(
            ChronoUnit.MONTHS.between(YearMonth.from(first), YearMonth.from(day))
                + (double) day.getDayOfMonth() / day.lengthOfMonth(), "promised for " + day));
        return histogram.svg();
    }

    /** What each input alone moves. */
    public static String tornado(List<ShipForecast.Swing> swings, LocalDate asOf) {
        Bars bars = new Bars(WIDTH, "What moves the date: one input at a time from its 10 % to its 90 % quantile");
        swings.stream().filter(swing -> swing.days() >= 0.5).forEach(swing -> bars.add(new Bars.Bar(
            swing.factor().words(), swing.lowDays(), swing.highDays(), "forecast",
            Words.format("%.0f days", swing.days()))));
        swings.stream().findFirst().ifPresent(_ -> bars.centre(swings.getLast().lowDays(), "all at their medians"));
        return bars.svg("days after " + asOf, Words::plain);
    }

    /** The bill. */
    public static String waterfall(Waterfall bill) {
        Bars bars = new Bars(WIDTH, "Where the money goes");
        double sum = 0;
        for (Waterfall.Line line : bill.lines()) {
            Estimate usd = line.usd();
            bars.add(new Bars.Bar(line.name(), sum, sum + usd.value(), "train", Words.usd(usd.value()),
                sum + usd.low(), sum + usd.high()));
            sum += usd.value();
        }
        Estimate total = bill.total();
        bars.add(new Bars.Bar("in all", 0, total.value(), "forecast", Words.usd(total.value()), total.low(),
            total.high()));
        return bars.svg("USD", Words::usd);
    }

    private static double below(List<Double> quantiles, double days) {
        // The k-th of n stands for the share between k / n and (k + 1) / n.
        int k = 0;
        while (k < quantiles.size() && quantiles.get(k) <= days) {
            k++;
        }
        if (k == 0 || k == quantiles.size()) {
            return (double) k / quantiles.size();
        }
        double gap = quantiles.get(k) - quantiles.get(k - 1);
        double part = gap > 0 ? (days - quantiles.get(k - 1)) / gap : 0;
        return (k - 0.5 + part) / quantiles.size();
    }
}
