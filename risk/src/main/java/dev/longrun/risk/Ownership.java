package dev.longrun.risk;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What an accelerator costs an hour. Rented: the rent. Bought: the value that chip, server and network lose in that
 * time (0.14 orders of magnitude a year: value x 0.14 ln 10 a year, Cottier et al., arXiv 2405.21015) and the
 * building's share, written off evenly. Network is 19 % of the cluster, so cluster = chip x (1 + server) / (1 -
 * 0.19).
 *
 * @param hourly of an accelerator, machines and network
 * @param buildingHourly of an accelerator; nothing where rented
 * @param idleShare of the time the cluster is paid for and stands idle
 * @param capital per accelerator with server, network and building; nothing where rented
 * @param electricityExtra whether electricity is paid besides
 */
public record Ownership(Estimate hourly, Optional<Estimate> buildingHourly, Estimate idleShare,
    Optional<Estimate> capital, boolean electricityExtra) {

    private static final double YEAR_HOURS = 8766;

    /** Checks. */
    public Ownership {
        Check.notNegative("hourly", hourly.low());
        Check.between("idleShare", idleShare.high(), 0, 0.99);
    }

    /** By the hour, electricity and building included, nothing idle. */
    public static Ownership rented(Estimate usdPerHour) {
        return new Ownership(usdPerHour, Optional.empty(), Estimate.exact(0, "", "rented by the hour", "the contract"),
            Optional.empty(), false);
    }

    /** Bought for a price per chip, with facts known on a day. */
    public static Ownership bought(Estimate chipUsd, LocalDate day) {
        return bought(chipUsd, Optional.empty(), day);
    }

    /** The same, machines and network written off evenly over so many years where they are given. */
    public static Ownership bought(Estimate chipUsd, Optional<Double> writtenOffYears, LocalDate day) {
        Estimate server = Facts.of("costs.csv", "server-over-chip", day);
        Estimate network = Facts.of("costs.csv", "interconnect-share", day);
        Estimate building = Facts.of("costs.csv", "building-over-compute", day);
        Estimate years = Facts.of("costs.csv", "building-years", day);
        Estimate loss = Facts.of("costs.csv", "depreciation-oom-per-year", day);
        double perHour = Math.log(10) / YEAR_HOURS;
        Estimate machines = band("USD", "chip x (1 + server) / (1 - network)",
            chipUsd.source() + "; " + server.source(),
            chipUsd.value() * (1 + server.value()) / (1 - network.value()),
            chipUsd.low() * (1 + server.low()) / (1 - network.low()),
            chipUsd.high() * (1 + server.high()) / (1 - network.high()));
        Estimate hourly = writtenOffYears.map(over ->
            machines.times(1 / (Check.positive("years", over) * YEAR_HOURS), "USD/h")).orElseGet(() ->
            band("USD/h", "cluster x 0.14 ln 10 a year", machines.source() + "; " + loss.source(),
            machines.value() * loss.value() * perHour, machines.low() * loss.low() * perHour,
            machines.high() * loss.high() * perHour));
        Estimate house = band("USD/h", "building / years", building.source() + "; " + years.source(),
            machines.value() * building.value() / years.value() / YEAR_HOURS,
            machines.low() * building.low() / years.high() / YEAR_HOURS,
            machines.high() * building.high() / years.low() / YEAR_HOURS);
        Estimate capital = band("USD", "cluster x (1 + building)", machines.source() + "; " + building.source(),
            machines.value() * (1 + building.value()), machines.low() * (1 + building.low()),
            machines.high() * (1 + building.high()));
        return new Ownership(hourly, Optional.of(house), Facts.of("costs.csv", "idle-share", day),
            Optional.of(capital), true);
    }

    private static Estimate band(String unit, String rule, String source, double value, double low, double high) {
        return new Estimate(value, low, high, unit, rule, source);
    }
}
