package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.plan.MemoryPlan.MemoryPart;
import dev.longrun.plan.TimePlan.TimePart;
import dev.longrun.run.Derivation;
import java.util.List;

/** A plan as text of 100 columns at most: what {@code longrun plan} prints, and {@code train} before it starts. */
public final class PlanText {
    private static final int WIDTH = 100;
    private static final int LABEL = 22;
    private static final int FIGURE = 18;

    private final StringBuilder out = new StringBuilder();

    private final boolean explain;

    private PlanText(boolean explain) {
        this.explain = explain;
    }

    /** The whole plan, with the derivations. */
    public static String render(Plan plan) {
        return render(plan, false);
    }

    /** The same; {@code explain}: figures that are no plain arithmetic with their rule and source. */
    public static String render(Plan plan, boolean explain) {
        PlanText text = new PlanText(explain);
        text.summary(plan);
        text.derivations(plan.derivations());
        return text.out.toString();
    }

    /** The plan without the derivations. */
    public static String renderSummary(Plan plan) {
        PlanText text = new PlanText(false);
        text.summary(plan);
        return text.out.toString();
    }

    private void summary(Plan plan) {
        wrap(plan.title(), 0, 2);
        section("Model", plan.shape());
        ParameterCount parameters = plan.parameters();
        row("embedding", Words.exact(parameters.embedding()), "parameters");
        row("attention", Words.exact(parameters.attention()), "");
        row("feed-forward", Words.exact(parameters.feedForward()), "");
        row("norms", Words.exact(parameters.norms()), "");
        row("head", Words.exact(parameters.head()), parameters.head() == 0 ? "tied to the embedding" : "");
        row("total", Words.exact(parameters.total()), "every stored number");
        if (parameters.mixture()) {
            row("active", Words.exact(parameters.active()), "what a token meets, the embedding included");
        }
        row("N", Words.exact(parameters.matricesAndHead()), plan.countingRule());
        compute(plan);
        OutlookText giant = new OutlookText(new OutlookText.Sections() {
            @Override
            public void section(String title, String about) {
                text().section(title, about);
            }

            @Override
            public void row(String label, String figure, String about) {
                text().row(label, figure, about);
            }

            private PlanText text() {
                return PlanText.this;
            }
        }, explain);
        plan.cluster().ifPresent(giant::cluster);
        memory(plan.memory());
        time(plan.time());
        if (plan.outlook().isEmpty()) {
            bill(plan.bill());
        }
        plan.outlook().ifPresent(giant::outlook);
        loss(plan.loss());
        if (!plan.notes().isEmpty()) {
            section("Notes", "");
            plan.notes().forEach(note -> wrap("- " + note, 2, 4));
        }
    }

    private void compute(Plan plan) {
        FlopCount flop = plan.flopPerToken();
        section("Compute", plan.flopConvention());
        row("FLOP a token", Words.scaled(flop.training(), "FLOP"), Words.format(
            "3 x (attention %s + scores %s + feed-forward %s + head %s)", Words.count(flop.attentionProjections()),
            Words.count(flop.attentionScores()), Words.count(flop.feedForward()), Words.count(flop.head())));
        row("steps", Words.exact(plan.steps()), Words.exact(plan.batchTokens()) + " tokens each");
        row("tokens", Words.count(plan.tokens()), Words.format("%s for each of N",
            Words.plain(plan.tokensPerParameter())));
        row("FLOP in all", Words.format("%.3g FLOP", plan.totalFlop()), "");
    }

    private void memory(MemoryPlan memory) {
        section("Memory", memory.assumption());
        for (MemoryPart part : memory.parts()) {
            row(part.name(), Words.bytes(part.bytes()), part.rule());
        }
        row("peak", Words.bytes(memory.totalBytes()), Words.format("of %s%s", Words.bytes(memory.availableBytes()),
            memory.fits() ? "" : ": DOES NOT FIT"));
    }

    private void time(TimePlan time) {
        section("Time", time.step().source());
        for (TimePart part : time.parts()) {
            row(part.name(), Words.duration(part.seconds()), part.rule());
        }
        row("in all", Words.duration(time.totalSeconds()), Words.format("%s to %s (%s)",
            Words.duration(time.lowSeconds()), Words.duration(time.highSeconds()), time.bandReason()));
        row("speed", Words.count(Math.rint(time.tokensPerSecond())) + " tokens/s", Words.format(
            "%.0f %% of the peak (MFU)", 100 * time.step().efficiency()));
    }

    private void bill(Bill bill) {
        section("Energy and cost", "");
        for (Bill.BillLine line : bill.lines()) {
            String amount = switch (line.unit()) {
                case "USD" -> Words.usd(line.amount());
                case "kWh" -> Words.scaled(1000 * line.amount(), "Wh");
                default -> Words.count(line.amount()) + " " + line.unit();
            };
            row(line.name(), amount, line.rule());
        }
    }

    private void loss(LossForecast loss) {
        section("Expected loss", "validation, at the end, with an 80 % band");
        row("bits per byte", Words.format("%.3f", loss.bitsPerByte()), Words.format("%.3f to %.3f",
            loss.lowBitsPerByte(), loss.highBitsPerByte()));
        row("nats per token", Words.format("%.3f", loss.lossNats()), Words.format("%.3f to %.3f, at %s bytes a token",
            loss.lowLossNats(), loss.highLossNats(), Words.plain(loss.bytesPerToken())));
        row("prior", loss.prior(), loss.source());
        row("counting", "", loss.counting());
        for (String reason : loss.reasons()) {
            row("band", "", reason);
        }
    }

    private void derivations(List<Derivation> derivations) {
        if (derivations.isEmpty()) {
            return;
        }
        section("Derived", "what the run file leaves out; give any of these to override it");
        int number = 1;
        int at = 0;
        while (at < derivations.size()) {
            // Neighbours with one rule and source, as a preset gives them, share a line.
            Derivation first = derivations.get(at);
            StringBuilder values = new StringBuilder();
            while (at < derivations.size() && sameRule(first, derivations.get(at))) {
                Derivation each = derivations.get(at++);
                values.append(values.isEmpty() ? "" : ", ").append(each.path()).append(" = ").append(each.value());
            }
            wrap(Words.format("%2d. %s: %s (%s)", number++, values, first.rule(), first.source()), 2, 6);
        }
    }

    private static boolean sameRule(Derivation one, Derivation other) {
        return one.rule().equals(other.rule()) && one.source().equals(other.source());
    }

    private void section(String title, String about) {
        out.append('\n');
        wrap(about.isEmpty() ? title : title + ": " + about, 0, 2);
    }

    private void row(String label, String figure, String about) {
        String start = Words.format("  %-" + (LABEL - 2) + "s %" + FIGURE + "s  ", label, figure);
        if (about.isEmpty()) {
            out.append(start.stripTrailing()).append('\n');
        } else {
            wrap(start, about, LABEL + FIGURE + 3);
        }
    }

    private void wrap(String text, int indent, int hanging) {
        wrap(" ".repeat(indent), text, hanging);
    }

    /** Breaks at spaces; a word longer than a line stands alone on one. */
    private void wrap(String start, String text, int hanging) {
        StringBuilder line = new StringBuilder(start);
        boolean empty = true;
        for (String word : text.split(" ")) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                out.append(line.toString().stripTrailing()).append('\n');
                line.setLength(0);
                line.append(" ".repeat(hanging));
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        out.append(line.toString().stripTrailing()).append('\n');
    }
}
