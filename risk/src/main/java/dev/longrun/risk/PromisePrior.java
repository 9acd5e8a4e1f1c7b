package dev.longrun.risk;

import java.time.LocalDate;

/**
 * How promises of large projects are kept, where no more like them are known. B. Flyvbjerg and D. Gardner, How Big
 * Things Get Done (2023): 8.5 % of projects meet cost and time; 18 % of IT projects overrun by over half, those by
 * 447 % on average. So the ratio of actual to promised is at most 1 for 8.5 %, above 1.5 for 18 %, lognormal
 * between, and above 1.5 a Pareto tail of mean 5.47. The last two are of cost, taken for time for want of better. Of
 * software projects 19 % are never used (Standish Group, CHAOS 2015).
 *
 * @param ratio actual over promised time of what ships
 * @param never the share that does not ship
 * @param cases how many cases of one's own it counts for
 */
public record PromisePrior(Spread ratio, double never, double cases) {

    /** From the table's rows known on a day. */
    static PromisePrior known(LocalDate day) {
        DatedTable table = DatedTable.load("reference-classes.csv");
        double onTime = value(table, "on-time", day);
        double knee = value(table, "overrun-knee", day);
        double above = value(table, "above-knee", day);
        double mean = value(table, "mean-above-knee", day);
        double zLow = Normal.quantile(onTime);
        double sigma = Math.log(knee) / (Normal.quantile(1 - above) - zLow);
        Spread body = new Spread.LogNormal(Math.exp(-zLow * sigma), sigma, cited(table, "above-knee", day));
        // The mean of a Pareto tail from the knee on is knee a / (a - 1).
        return new PromisePrior(new Spread.HeavyTail(body, knee, above, mean / (mean - knee)),
            value(table, "never", day), value(table, "cases", day));
    }

    /** The share of what ships that takes longer than {@code ratio} times what was promised. */
    double above(double ratio) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 50; i++) {
            double middle = (low + high) / 2;
            if (this.ratio.quantile(middle) <= ratio) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return 1 - low;
    }

    private static double value(DatedTable table, String key, LocalDate day) {
        return row(table, key, day).number("value", 0, 1000);
    }

    private static String cited(DatedTable table, String key, LocalDate day) {
        return row(table, key, day).cited();
    }

    private static DatedTable.Row row(DatedTable table, String key, LocalDate day) {
        return table.latest(key, day).orElseThrow(
            () -> new RiskException("reference-classes.csv: nothing known of \"" + key + "\" on " + day));
    }
}
