package dev.longrun.risk;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Electricity of a run and of the building that it is in: accelerators x measured node power x (1 + fabric) x PUE.
 *
 * @param nodesKwh the nodes alone, as MLPerf measures
 * @param facilityKwh with network and building
 * @param tonnesCo2 at the grid's intensity
 * @param averageMegawatts of the facility while it trains
 * @param facilityMegawatts what the connection must bear: from the average at the best PUE to the peak at an average
 *     PUE
 */
public record Energy(Estimate nodesKwh, Estimate facilityKwh, Estimate tonnesCo2, Estimate averageMegawatts,
    Estimate facilityMegawatts) {

    private static final String RULE = "accelerators x node power x (1 + fabric) x PUE";

    /** Of so many accelerators for so many hours; {@code region} as in grid.csv. */
    public static Energy of(double accelerators, double hours, NodePower power, Site site, String region,
        LocalDate day) {
        Check.positive("accelerators", accelerators);
        Check.positive("hours", hours);
        Estimate nodesKwh = power.averageWatts().times(accelerators * hours / 1000, "kWh");
        Estimate facility = facility(power.averageWatts(), site);
        Estimate kwh = facility.times(accelerators * hours / 1000, "kWh");
        DatedTable table = DatedTable.load("grid.csv");
        DatedTable.Row grid = table.latest(region, day).or(() -> table.latest(region, LocalDate.MAX)).orElseThrow(
            () -> new RiskException("region: \"" + region + "\" is not in grid.csv"));
        Estimate co2 = kwh.times(grid.number("g_per_kwh", 0, 3000) / 1e6, "t CO2e");
        Estimate average = facility.times(accelerators / 1e6, "MW");
        Estimate peak = facility(power.peakWatts(), site).times(accelerators / 1e6, "MW");
        return new Energy(nodesKwh, kwh,
            new Estimate(co2.value(), co2.low(), co2.high(), co2.unit(), "kWh x grid intensity", grid.cited()), average,
            new Estimate(peak.value(), average.low(), peak.high(), "MW", RULE + ", average to peak", peak.source()));
    }

    /** What the facility needs of its connection, where that is known: above 1 it does not suffice. */
    public Optional<Estimate> shareOfConnection(Site site) {
        return site.connectionMegawatts().map(mw -> facilityMegawatts.times(1 / mw, "of the connection"));
    }

    /** How many accelerators a connection bears: at the facility's peak, low and high swapped. */
    public static Estimate acceleratorsFor(double megawatts, NodePower power, Site site) {
        Check.positive("megawatts", megawatts);
        Estimate watts = facility(power.peakWatts(), site);
        Estimate average = facility(power.averageWatts(), site);
        return new Estimate(megawatts * 1e6 / watts.value(), megawatts * 1e6 / watts.high(),
            megawatts * 1e6 / average.low(), "accelerators", "connection / power of an accelerator in the facility",
            power.averageWatts().source());
    }

    private static Estimate facility(Estimate watts, Site site) {
        return new Estimate(watts.value() * (1 + site.fabricShare().value()) * site.pue().value(),
            watts.low() * (1 + site.fabricShare().low()) * site.pue().low(),
            watts.high() * (1 + site.fabricShare().high()) * site.pue().high(), "W", RULE,
            watts.source() + "; " + site.pue().source());
    }
}
