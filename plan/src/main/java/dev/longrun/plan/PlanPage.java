package dev.longrun.plan;

import dev.longrun.page.Bars;
import dev.longrun.page.Html;
import dev.longrun.page.Page;
import dev.longrun.page.Words;
import dev.longrun.plan.ClusterPlan.Part;
import dev.longrun.plan.MemoryPlan.MemoryPart;
import dev.longrun.plan.Outlook.Fact;
import dev.longrun.plan.TimePlan.TimePart;
import dev.longrun.risk.Estimate;
import dev.longrun.risk.RiskCharts;
import dev.longrun.risk.ShipForecast;
import dev.longrun.risk.Waterfall;
import dev.longrun.run.Derivation;
import java.util.List;

/** A plan as a page to show in a meeting: figures, plots, and every number's rule and source. */
public final class PlanPage {
    private static final int WIDTH = 900;

    private final Plan plan;

    private PlanPage(Plan plan) {
        this.plan = plan;
    }

    /** The whole page. */
    public static String html(Plan plan) {
        return new PlanPage(plan).html();
    }

    private String html() {
        Page page = new Page(plan.name() + ", a Longrun plan").add(headline());
        plan.outlook().flatMap(Outlook::ship).ifPresent(ship -> page.section("When it ships", ship(ship)));
        plan.cluster().filter(ClusterPlan::laidOut).ifPresent(cluster -> page.section("A step", step(cluster))
            .section("Layout", LayoutMap.svg(cluster) + layout(cluster)));
        page.section("Memory of an accelerator", memory()).section("Time", time());
        plan.outlook().ifPresent(outlook -> {
            page.section("Failures and goodput", facts(outlook.failures()));
            outlook.energy().ifPresent(energy -> page.section("Energy", table(row("nodes", energy.nodesKwh()
                .times(1e-3, "MWh")) + row("building", energy.facilityKwh().times(1e-3, "MWh")) + row("power",
                energy.averageMegawatts()) + row("connection", energy.facilityMegawatts()) + row("carbon",
                energy.tonnesCo2()))));
            outlook.bill().ifPresent(bill -> page.section("Money", figure(RiskCharts.waterfall(bill)) + bill(bill)));
            page.section("Serving", facts(outlook.serving())).section("Text", facts(outlook.text()));
        });
        page.section("Expected loss", loss()).section("Notes", list(plan.notes()))
            .section("Derived values", derivations());
        return page.html("Written by Longrun. Bands hold 80 % unless their rule says otherwise.");
    }

    private String headline() {
        StringBuilder figures = new StringBuilder();
        figure(figures, "Time", Words.duration(plan.time().totalSeconds()), Words.duration(plan.time().lowSeconds())
            + " to " + Words.duration(plan.time().highSeconds()));
        plan.outlook().flatMap(Outlook::bill).map(Waterfall::total).ifPresent(total -> figure(figures, "Cost",
            Words.usd(total.value()), Words.usd(total.low()) + " to " + Words.usd(total.high())));
        plan.outlook().flatMap(Outlook::ship).ifPresent(ship -> {
            figure(figures, "Ships", ship.ships().get(0.5).toString(), ship.ships().get(0.1) + " to "
                + ship.ships().get(0.9));
            ship.byDeadline().ifPresent(by -> figure(figures, "By " + ship.deadline().orElseThrow(),
                OutlookText.probability(by), "never under this name: "
                + ship.never().map(OutlookText::probability).orElse("not asked")));
        });
        figure(figures, "Compute", Words.format("%.3g FLOP", plan.totalFlop()), Words.count(plan.tokens())
            + " tokens, " + Words.count(plan.parameters().total()) + " parameters");
        figure(figures, "Utilisation", Words.format("%.1f %%", 100 * plan.time().step().efficiency()),
            plan.outlook().map(outlook -> Words.format("goodput %.0f %%", 100 * outlook.goodput().value()))
                .orElse("of the peak"));
        return "<header>\n<h1>" + Html.escape(plan.name()) + "</h1>\n<p class=\"state\">" + Html.escape(plan.title())
            + ". " + Html.escape(plan.shape()) + "</p>\n</header>\n<div class=\"figures\">\n" + figures + "</div>\n";
    }

    private static void figure(StringBuilder out, String name, String value, String under) {
        out.append("<div><h3>").append(Html.escape(name)).append("</h3><p class=\"value\">").append(Html.escape(value))
            .append("</p><p class=\"under\">").append(Html.escape(under)).append("</p></div>\n");
    }

    private String ship(ShipForecast ship) {
        Outlook outlook = plan.outlook().orElseThrow();
        StringBuilder rows = new StringBuilder();
        ship.byDeadline().ifPresent(by -> rows.append(chance("ships by the deadline", by)));
        ship.readyByDeadline().ifPresent(by -> rows.append(chance("could ship by then: the plan alone", by)));
        ship.promiseKept().ifPresent(kept -> rows.append(chance("such promises, kept in time", kept)));
        ship.never().ifPresent(never -> rows.append(chance("never under this name", never)));
        outlook.remedies().forEach(fact -> rows.append(row(fact.name(), fact.estimate())));
        StringBuilder tiers = new StringBuilder();
        outlook.tiers().forEach(tier -> tiers.append("<tr><th scope=\"row\">").append(Html.escape(tier.name()))
            .append("</th><td>ready ").append(tier.forecast().ready().get(0.5)).append("</td><td>ships ")
            .append(tier.forecast().ships().get(0.5)).append("</td><td>")
            .append(tier.forecast().byDeadline().map(by -> "by the deadline: " + OutlookText.probability(by))
                .orElse("")).append("</td></tr>\n"));
        return figure(RiskCharts.shipMonths(ship)) + table(rows) + "<h3>Smaller runs on the same cluster</h3>\n"
            + table(tiers) + figure(RiskCharts.tornado(outlook.swings(), ship.asOf()));
    }

    private static String step(ClusterPlan cluster) {
        Bars bars = new Bars(WIDTH, "Where a step's " + Words.duration(cluster.stepSeconds()) + " go");
        double sum = 0;
        StringBuilder rows = new StringBuilder();
        for (Part part : cluster.parts()) {
            bars.add(new Bars.Bar(part.name(), sum, sum + part.amount(), "train",
                Words.format("%.1f %%", 100 * part.amount() / cluster.stepSeconds())));
            sum += part.amount();
            rows.append(line(part.name(), Words.duration(part.amount()), part.rule()));
        }
        bars.add(new Bars.Bar("step", 0, sum, "forecast", Words.duration(sum), cluster.lowStepSeconds(),
            cluster.highStepSeconds()));
        return figure(bars.svg("seconds", Words::plain)) + "<details><summary>Rules</summary>\n" + table(rows)
            + "</details>\n";
    }

    private static String layout(ClusterPlan cluster) {
        StringBuilder rows = new StringBuilder(line("accelerators",
            Words.exact(cluster.accelerators()), cluster.found()));
        cluster.alternatives().forEach(other -> rows.append(line(other.what(),
            Words.format("%+.1f %% speed", 100 * other.gain()), other.layout())));
        cluster.constraints().forEach(other -> rows.append(line("if: " + other.what(), other.stepSeconds() > 0
            ? Words.format("%+.1f %% speed", 100 * other.gain()) : "", other.layout())));
        return table(rows);
    }

    private String memory() {
        MemoryPlan memory = plan.memory();
        Bars bars = new Bars(WIDTH, "Bytes by part, of " + Words.bytes(memory.availableBytes()));
        double sum = 0;
        StringBuilder rows = new StringBuilder();
        for (MemoryPart part : memory.parts()) {
            bars.add(new Bars.Bar(part.name(), sum, sum + part.bytes(), "valid", Words.bytes(part.bytes())));
            sum += part.bytes();
            rows.append(line(part.name(), Words.bytes(part.bytes()), part.rule()));
        }
        bars.add(new Bars.Bar("peak", 0, sum, "forecast", Words.bytes(sum)))
            .centre(memory.availableBytes(), "capacity");
        return figure(bars.svg("bytes", Words::bytes)) + "<p>" + Html.escape(memory.assumption()) + "</p>\n"
            + "<details><summary>Rules</summary>\n" + table(rows) + "</details>\n";
    }

    private String time() {
        StringBuilder rows = new StringBuilder();
        for (TimePart part : plan.time().parts()) {
            rows.append(line(part.name(), Words.duration(part.seconds()), part.rule()));
        }
        rows.append(line("in all", Words.duration(plan.time().totalSeconds()), plan.time().bandReason()));
        return table(rows);
    }

    private String loss() {
        LossForecast loss = plan.loss();
        StringBuilder rows = new StringBuilder(line("bits per byte", Words.format("%.3f", loss.bitsPerByte()),
            Words.format("%.3f to %.3f", loss.lowBitsPerByte(), loss.highBitsPerByte())));
        rows.append(line("nats per token", Words.format("%.3f", loss.lossNats()), Words.format("%.3f to %.3f",
            loss.lowLossNats(), loss.highLossNats()))).append(line("law", loss.prior(), loss.source()));
        loss.reasons().forEach(reason -> rows.append(line("band", "", reason)));
        return table(rows);
    }

    private static String bill(Waterfall bill) {
        StringBuilder rows = new StringBuilder();
        bill.lines().forEach(line -> rows.append(row(line.name(), line.usd())));
        return table(rows.append(row("in all", bill.total())));
    }

    private String derivations() {
        StringBuilder rows = new StringBuilder();
        for (Derivation each : plan.derivations()) {
            rows.append(line(each.path(), each.value(), each.rule() + " (" + each.source() + ")"));
        }
        return rows.isEmpty() ? "" : "<details><summary>What the run file leaves out</summary>\n" + table(rows)
            + "</details>\n";
    }

    private static String facts(List<Fact> facts) {
        StringBuilder rows = new StringBuilder();
        facts.forEach(fact -> rows.append(row(fact.name(), fact.estimate())));
        return table(rows);
    }

    private static String row(String name, Estimate of) {
        String band = of.low() == of.high() ? "" : OutlookText.figure(of.low(), of.unit()) + " to "
            + OutlookText.figure(of.high(), of.unit()) + "; ";
        return line(name, OutlookText.figure(of.value(), of.unit()), band + of.rule() + " (" + of.source() + ")");
    }

    private static String chance(String name, Estimate of) {
        return line(name, OutlookText.probability(of), of.rule() + " (" + of.source() + ")");
    }

    private static String line(String name, String figure, String about) {
        return "<tr><th scope=\"row\">" + Html.escape(name) + "</th><td class=\"number\">" + Html.escape(figure)
            + "</td><td>" + Html.escape(about) + "</td></tr>\n";
    }

    private static String list(List<String> lines) {
        StringBuilder out = new StringBuilder();
        lines.forEach(each -> out.append("<li>").append(Html.escape(each)).append("</li>\n"));
        return out.isEmpty() ? "" : "<ul>\n" + out + "</ul>\n";
    }

    private static String figure(String svg) {
        return "<figure>\n" + svg + "</figure>\n";
    }

    private static String table(CharSequence rows) {
        return rows.isEmpty() ? "" : "<div class=\"scroll\"><table>\n" + rows + "</table></div>\n";
    }
}
