package dev.longrun.risk;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The bill, line by line. Time that failures, restarts and repeated runs take is a line of its own, as are machines
 * that stand idle and the experiments before the final run. Lines share their causes (a dear chip makes all of them
 * dear), so their bands and that of the sum come from one quasi-Monte Carlo over the causes; the values are those of
 * the causes' values and add up.
 *
 * @param lines in the order in which they add up
 * @param total their sum
 */
public record Waterfall(List<Line> lines, Estimate total) {

    private static final Sampling SAMPLING = new Sampling(8, 512, 1, 1);

    /** One line of it, USD. */
    public record Line(String name, Estimate usd) {
    }

    /** Copies. */
    public Waterfall {
        lines = List.copyOf(lines);
    }

    /** A line before its band is known: which causes it has is all that it says. */
    private record Entry(String name, String rule, String source, Amount amount) {
    }

    /** USD of one draw of the causes. */
    private interface Amount {
        double usd(Causes causes);
    }

    /** What the lines follow from, in one draw. */
    private record Causes(double hourly, double building, double goodput, double idle, double kwhPerHour, double tariff,
        double experiments, double staff) {
    }

    /** Of a run, with the usual price of electricity and share of experiments. */
    static Waterfall of(double accelerators, double idealHours, Estimate goodput, Ownership owner,
        Estimate facilityKwhPerHour, Optional<Estimate> staffUsd, LocalDate day) {
        return of(accelerators, idealHours, goodput, owner, facilityKwhPerHour, Optional.empty(), Optional.empty(),
            staffUsd, day);
    }

    /**
     * Of a run.
     *
     * @param idealHours of the final run when nothing fails
     * @param goodput the share of the time that ends up in the model, with its band
     * @param facilityKwhPerHour of the whole facility while it runs
     * @param tariffUsd a kWh; what was usual on the day where it is not given
     * @param experimentsShare experiments and failed runs over the final run; likewise
     * @param staffUsd if it is to be counted
     */
    public static Waterfall of(double accelerators, double idealHours, Estimate goodput, Ownership owner,
        Estimate facilityKwhPerHour, Optional<Estimate> tariffUsd, Optional<Estimate> experimentsShare,
        Optional<Estimate> staffUsd, LocalDate day) {
        double hours = Check.positive("accelerators", accelerators) * Check.positive("idealHours", idealHours);
        Check.between("goodput", goodput.value(), 1e-6, 1);
        Check.share("goodput", goodput.high());
        Estimate none = Estimate.exact(0, "USD", "none", "none");
        Estimate building = owner.buildingHourly().orElse(none);
        Estimate tariff = Facts.of("costs.csv", "electricity-usd-per-kwh", day);
        Estimate experiments = Facts.of("costs.csv", "experiments-over-final", day);
        Estimate staff = staffUsd.orElse(none);
        List<Estimate> causes = List.of(owner.hourly(), building, goodput, owner.idleShare(), facilityKwhPerHour,
            tariff, experiments, staff);

        List<Entry> run = new ArrayList<>();
        run.add(new Entry("final run", "accelerators x hours x price", owner.hourly().source(),
            c -> hours * c.hourly()));
        run.add(new Entry("failures and repeats", "time lost x price", goodput.source(),
            c -> hours * (1 / c.goodput() - 1) * c.hourly()));
        if (owner.buildingHourly().isPresent()) {
            run.add(new Entry("building", building.rule(), building.source(),
                c -> hours / c.goodput() * c.building()));
        }
        if (owner.idleShare().high() > 0) {
            run.add(new Entry("idle machines", "idle / (1 - idle) x machines and building", owner.idleShare().source(),
                c -> hours / c.goodput() * (c.hourly() + c.building()) * c.idle() / (1 - c.idle())));
        }
        if (owner.electricityExtra()) {
            run.add(new Entry("electricity", "kWh x price", tariff.source(),
                c -> hours / accelerators / c.goodput() * c.kwhPerHour() * c.tariff()));
        }
        List<Entry> all = new ArrayList<>(run);
        all.add(new Entry("experiments and failed runs", "their share of the final run's cost", experiments.source(),
            c -> c.experiments() * run.stream().mapToDouble(entry -> entry.amount().usd(c)).sum()));
        if (staffUsd.isPresent()) {
            all.add(new Entry("staff", staff.rule(), staff.source(), Causes::staff));
        }
        List<Line> lines = all.stream().map(entry -> new Line(entry.name(), band(entry, causes))).toList();
        return new Waterfall(lines, band(new Entry("in all", "sum of the lines", "the lines", c -> all.stream()
            .mapToDouble(entry -> entry.amount().usd(c)).sum()), causes));
    }

    private static Estimate band(Entry entry, List<Estimate> causes) {
        Distribution draws = new Distribution(SAMPLING.values(causes.size(), u -> entry.amount().usd(at(causes, u))));
        double[] middle = new double[causes.size()];
        Arrays.fill(middle, 0.5);
        double value = entry.amount().usd(at(causes, middle));
        return new Estimate(value, Math.min(value, draws.quantile(0.1)), Math.max(value, draws.quantile(0.9)), "USD",
            entry.rule(), entry.source());
    }

    private static Causes at(List<Estimate> causes, double[] u) {
        double[] x = new double[u.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = causes.get(i).quantile(u[i]);
        }
        // The tails of a share do not leave it.
        return new Causes(x[0], x[1], Math.clamp(x[2], 1e-6, 1), Math.clamp(x[3], 0, 0.99), x[4], x[5], x[6], x[7]);
    }
}
