package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.run.Budget;
import dev.longrun.run.Recipe.Optimizer;
import dev.longrun.run.RunFile;
import dev.longrun.run.Unit;
import java.util.List;
import java.util.Optional;

/** The one dial: time, FLOP, tokens or money, turned into what a run may take. */
final class BudgetRule {
    /** Seconds of a run on the computer at hand that says nothing. */
    private static final double DEFAULT_SECONDS = 300;
    /** Share of the time on accelerators that goes to evaluations. */
    private static final double OVERHEAD = 0.02;

    private final RunFile file;
    private final Optional<MachineSpeed> machine;
    private final List<String> source;
    private final double kept;

    /** {@code kept}: the share of the time on accelerators that failures leave. */
    BudgetRule(RunFile file, Optional<MachineSpeed> machine, List<String> source, double kept) {
        this.kept = kept;
        this.file = file;
        this.machine = machine;
        this.source = source;
    }

    /** What the run may take; empty where the run file gives tokens and no budget. */
    Optional<Allowance> allowance(boolean here) {
        if (file.has("training.tokens") && !file.has("budget")) {
            return Optional.empty();
        }
        if (here) {
            file.derive("budget", new Budget(DEFAULT_SECONDS, Unit.SECONDS), "neither a budget nor tokens are given",
                "our choice");
        }
        Budget budget = file.value("budget", Budget.class).orElseThrow(() -> file.problemAt("training.tokens",
            "has no value; give tokens, or a budget (time, FLOP, tokens or money), for example \"budget: 30 days\""));
        double amount = budget.amount();
        return Optional.of(switch (budget.unit()) {
            case TOKENS -> new Allowance.TokenCount(amount);
            case FLOP -> new Allowance.Flop(amount, Words.format("%.3g FLOP", amount));
            case SECONDS -> time(amount, here);
            case USD -> time(amount / price() * 3600, here);
            case NONE, FLOP_PER_SECOND, BYTES, BYTES_PER_SECOND, USD_PER_HOUR, USD_PER_KWH, WATT, SHARE, DATE ->
                throw file.problemAt("budget", "\"" + budget + "\" is not a time, FLOP, tokens or money");
        });
    }

    /** Dollars an hour of all the hardware: its rent, or else its electricity. */
    private double price() {
        long count = file.value("hardware.count", Long.class).orElse(1L);
        Optional<Double> rent = file.value("hardware.price", Double.class);
        if (rent.filter(price -> price > 0).isPresent()) {
            return count * rent.get();
        }
        Optional<Double> power = file.value("hardware.power", Double.class).filter(watt -> watt > 0);
        Optional<Double> electricity = file.value("economics.electricity", Double.class).filter(price -> price > 0);
        if (power.isEmpty() || electricity.isEmpty()) {
            throw file.problemAt("budget", "a budget in money needs hardware.price, or hardware.power and "
                + "economics.electricity");
        }
        return count * power.get() / 1000 * file.value("economics.pue", Double.class).orElse(1.0) * electricity.get();
    }

    private Allowance time(double seconds, boolean here) {
        if (here && machine.isPresent()) {
            Optimizer optimizer = file.value("training.optimizer", Optimizer.class).orElseThrow();
            return new Allowance.Time(seconds, source, optimizer, machine.get());
        }
        long count = file.value("hardware.count", Long.class).orElse(1L);
        double peak = file.value("hardware.peak", Double.class).orElseThrow();
        double efficiency = file.value("hardware.efficiency", Double.class).orElse(0.4);
        return new Allowance.Flop(seconds * (1 - OVERHEAD) * kept * count * peak * efficiency, Words.format(
            "%s x %s x %s x %.0f %%, goodput %.0f %%, less 2 %% for evaluations", Words.duration(seconds),
            Words.count(count), Words.scaled(peak, "FLOP/s"), 100 * efficiency, 100 * kept));
    }

    /** Whether time or money is to be spent on accelerators whose share of the peak nobody gave. */
    static boolean laidOutFirst(RunFile file) {
        return !Resolver.isHere(file) && !file.has("hardware.efficiency") && !file.has("training.tokens")
            && file.value("budget", Budget.class).filter(budget -> budget.unit() == Unit.SECONDS
                || budget.unit() == Unit.USD).isPresent();
    }
}
