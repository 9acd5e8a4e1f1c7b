package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.plan.ClusterPlan.Alternative;
import dev.longrun.plan.ClusterPlan.Part;
import dev.longrun.plan.Outlook.Fact;
import dev.longrun.risk.Estimate;
import dev.longrun.risk.ShipForecast;
import dev.longrun.risk.Waterfall;
import java.util.Comparator;
import java.util.List;

/** The sections of a plan that only runs on accelerators have. */
final class OutlookText {

    /** How a plan's text takes in a section. */
    interface Sections {
        void section(String title, String about);

        void row(String label, String figure, String about);
    }

    private static final double SMALL = 0.005;
    private static final int SWINGS = 6;

    private final Sections out;
    private final boolean explain;

    /** {@code explain}: each figure with its rule and source. */
    OutlookText(Sections out, boolean explain) {
        this.out = out;
        this.explain = explain;
    }

    void cluster(ClusterPlan cluster) {
        if (!cluster.laidOut()) {
            out.section("Layout", "none: " + cluster.refusal());
            return;
        }
        out.section("Layout", cluster.layout());
        out.row("accelerators", Words.exact(cluster.accelerators()), cluster.found());
        out.row("a step", Words.duration(cluster.stepSeconds()), Words.format("80 %%: %s to %s; software: %s",
            Words.duration(cluster.lowStepSeconds()), Words.duration(cluster.highStepSeconds()), cluster.software()));
        for (Part part : cluster.parts()) {
            double share = part.amount() / cluster.stepSeconds();
            if (share >= SMALL) {
                out.row("  " + part.name(), Words.format("%.1f %%", 100 * share), part.rule());
            }
        }
        out.row("each accelerator", Words.scaled(cluster.modelFlopsPerAccelerator(), "FLOP/s"), Words.format(
            "%.1f %% of its bf16 peak (MFU, causal attention)", 100 * cluster.utilisation()));
        cluster.alternatives().stream().limit(2).forEach(other -> out.row("another shape", gain(other),
            other.layout()));
        cluster.constraints().forEach(other -> out.row("if", gain(other), other.what() + ": "
            + (other.layout().equals(cluster.layout()) ? "the same layout" : other.layout())));
    }

    private static String gain(Alternative other) {
        return other.stepSeconds() > 0 ? Words.format("%+.1f %% speed", 100 * other.gain()) : "";
    }

    void outlook(Outlook outlook) {
        out.section("Failures", "as known on " + outlook.asOf());
        outlook.failures().forEach(this::fact);
        outlook.energy().ifPresent(energy -> {
            out.section("Energy", "");
            row("nodes", energy.nodesKwh().times(1e-3, "MWh"));
            row("building", energy.facilityKwh().times(1e-3, "MWh"));
            row("power", energy.averageMegawatts());
            row("connection", energy.facilityMegawatts());
            row("carbon", energy.tonnesCo2());
        });
        outlook.bill().ifPresent(bill -> {
            out.section("Money", "");
            for (Waterfall.Line line : bill.lines()) {
                row(line.name().replaceFirst("^experiments and.*", "experiments"), line.usd());
            }
            row("in all", bill.total());
        });
        facts("Serving", outlook.serving());
        facts("Text", outlook.text());
        outlook.ship().ifPresent(ship -> ship(outlook, ship));
    }

    private void facts(String title, List<Fact> facts) {
        if (!facts.isEmpty()) {
            out.section(title, "");
            facts.forEach(this::fact);
        }
    }

    private void ship(Outlook outlook, ShipForecast ship) {
        out.section("Ship date", "from what was known on " + ship.asOf());
        ship.byDeadline().ifPresent(by -> out.row("by " + ship.deadline().orElseThrow(), probability(by),
            "P(it ships by the deadline)" + explained(by)));
        ship.readyByDeadline().ifPresent(ready -> out.row("ready by then", probability(ready), "the plan alone"
            + explained(ready)));
        ship.promiseKept().ifPresent(kept -> out.row("such promises", probability(kept),
            "kept in time by makers who kept them at all" + explained(kept)));
        ship.never().ifPresent(never -> out.row("never", probability(never), "nothing ships under this name"
            + explained(never)));
        out.row("ready", ship.ready().get(0.5).toString(), Words.format("80 %%: %s to %s", ship.ready().get(0.1),
            ship.ready().get(0.9)));
        out.row("ships", ship.ships().get(0.5).toString(), Words.format("if it does; 80 %%: %s to %s",
            ship.ships().get(0.1), ship.ships().get(0.9)));
        outlook.swings().stream().limit(SWINGS).filter(swing -> swing.days() >= 0.5).forEach(swing -> out.row(
            "moved by", Words.format("%.0f days", swing.days()), swing.factor().words()
            + ", from its 10 % to its 90 % quantile"));
        outlook.shares().entrySet().stream().max(Comparator.comparingDouble(each -> each.getValue().total()))
            .ifPresent(most -> out.row("most of the doubt", Words.format("%.0f %%", 100 * most.getValue().total()),
                most.getKey().words()));
        outlook.tiers().forEach(tier -> out.row("tier", tier.forecast().ready().get(0.5).toString(),
            tier.name() + ": ready" + tier.forecast().byDeadline().map(by -> "; ships by the deadline: "
                + probability(by)).orElse("")));
        outlook.remedies().forEach(remedy -> out.row("what would make it", Words.format("%.3g",
            remedy.estimate().value()), remedy.name()));
    }

    static String probability(Estimate of) {
        return of.value() < 0.001 && of.high() < 0.001 ? "below 0.1 %"
            : Words.format("%.3g %%", 100 * of.value()) + (of.high() - of.value() > 0.005
            ? Words.format(" to %.3g %%", 100 * of.high()) : "");
    }

    private void fact(Fact fact) {
        row(fact.name(), fact.estimate());
    }

    private void row(String name, Estimate of) {
        // Without a band there is room for the rule.
        String about = of.low() == of.high() ? of.rule() + (explain ? " (" + of.source() + ")" : "")
            : band(of) + explained(of);
        out.row(name, figure(of.value(), of.unit()), about);
    }

    private String explained(Estimate of) {
        return explain ? "; " + of.rule() + " (" + of.source() + ")" : "";
    }

    private static String band(Estimate of) {
        return figure(of.low(), of.unit()) + " to " + figure(of.high(), of.unit());
    }

    /** A figure of an estimate, with its unit where that is short. */
    static String figure(double value, String unit) {
        return switch (unit) {
            case "", "of the stock", "of the run", "of the connection" -> Words.format("%.3g %%", 100 * value);
            case "USD" -> Words.usd(value);
            case "USD per million tokens" -> Words.usd(value);
            case "days" -> Words.duration(value * 86_400);
            case "h" -> Words.duration(value * 3600);
            case "interruptions", "tokens", "tokens a day" -> Words.count(Math.rint(value));
            default -> (value < 10_000 ? Words.plain(value) : Words.count(value)) + " " + unit;
        };
    }
}
