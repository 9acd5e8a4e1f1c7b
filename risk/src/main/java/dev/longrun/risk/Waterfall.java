package dev.longrun.risk;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The bill, line by line. Time that failures, restarts and repeated runs take is a line of its own, as are the
 * machines that stand idle and the experiments before the final run.
 *
 * @param lines in the order in which they add up
 */
public record Waterfall(List<Line> lines) {

    /** One line of it, USD. */
    public record Line(String name, Estimate usd) {
    }

    /** Copies. */
    public Waterfall {
        lines = List.copyOf(lines);
    }

    /**
     * Of a run.
     *
     * @param idealHours of the final run when nothing fails
     * @param goodput the share of the time that ends up in the model, with its band
     * @param facilityKwhPerHour of the whole facility while it runs
     * @param staffUsd if it is to be counted
     */
    public static Waterfall of(double accelerators, double idealHours, Estimate goodput, Ownership owner,
        Estimate facilityKwhPerHour, Optional<Estimate> staffUsd, LocalDate day) {
        Check.positive("accelerators", accelerators);
        Check.positive("idealHours", idealHours);
        Check.between("goodput", goodput.low(), 1e-9, 1);
        Check.share("goodput", goodput.high());
        Range hours = new Range(accelerators * idealHours, accelerators * idealHours, accelerators * idealHours);
        Range lost = new Range(hours.value() * (1 / goodput.value() - 1), hours.low() * (1 / goodput.high() - 1),
            hours.high() * (1 / goodput.low() - 1));
        Range paid = hours.plus(lost);
        Range price = Range.of(owner.hourly());
        List<Line> lines = new ArrayList<>();
        lines.add(new Line("final run", hours.times(price).usd("accelerators x hours x price", owner.hourly())));
        lines.add(new Line("failures and repeats", lost.times(price).usd("time lost x price", goodput)));
        owner.buildingHourly().ifPresent(house -> lines.add(new Line("building",
            paid.times(Range.of(house)).usd(house.rule(), house))));
        Estimate idle = owner.idleShare();
        if (idle.high() > 0) {
            Range standing = new Range(idle.value() / (1 - idle.value()), idle.low() / (1 - idle.low()),
                idle.high() / (1 - idle.high()));
            Range machines = price.plus(owner.buildingHourly().map(Range::of).orElse(new Range(0, 0, 0)));
            lines.add(new Line("idle machines", paid.times(machines).times(standing)
                .usd("idle / (1 - idle) x machines", idle)));
        }
        if (owner.electricityExtra()) {
            Estimate tariff = CostFacts.of("electricity-usd-per-kwh", day);
            Range runHours = new Range(paid.value() / accelerators, paid.low() / accelerators,
                paid.high() / accelerators);
            lines.add(new Line("electricity", runHours.times(Range.of(facilityKwhPerHour)).times(Range.of(tariff))
                .usd("kWh x price", tariff)));
        }
        Range soFar = lines.stream().map(line -> Range.of(line.usd())).reduce(new Range(0, 0, 0), Range::plus);
        Estimate experiments = CostFacts.of("experiments-over-final", day);
        lines.add(new Line("experiments and failed runs", soFar.times(Range.of(experiments))
            .usd("share of the final run's cost", experiments)));
        staffUsd.ifPresent(staff -> lines.add(new Line("staff", staff)));
        return new Waterfall(lines);
    }

    /** The sum: ends add as if all were high or low together, which is the widest band. */
    public Estimate total() {
        Range sum = lines.stream().map(line -> Range.of(line.usd())).reduce(new Range(0, 0, 0), Range::plus);
        return new Estimate(sum.value(), sum.low(), sum.high(), "USD", "sum of the lines", "the lines above");
    }

    /** A value between two ends, all of them 0 or more, so that products of ends are ends of products. */
    private record Range(double value, double low, double high) {

        static Range of(Estimate estimate) {
            return new Range(estimate.value(), estimate.low(), estimate.high());
        }

        Range times(Range other) {
            return new Range(value * other.value, low * other.low, high * other.high);
        }

        Range plus(Range other) {
            return new Range(value + other.value, low + other.low, high + other.high);
        }

        Estimate usd(String rule, Estimate from) {
            return new Estimate(value, low, high, "USD", rule, from.source());
        }
    }
}
