package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.run.Derivation;
import dev.longrun.run.Hardware;
import dev.longrun.run.Recipe.Precision;
import dev.longrun.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts a plan together: one rule a class, all of them applied to one resolved run. */
public final class Planner {

    private static final Set<Precision> NARROW = Set.of(Precision.FP8, Precision.MXFP8, Precision.NVFP4);

    private Planner() {
    }

    /** The plan of a resolved run; {@code machine} counts only where the run is for the computer at hand. */
    public static Plan plan(Run run, Optional<MachineSpeed> machine) {
        return plan(run, List.of(), machine);
    }

    /** The same, with where the derived values come from. */
    public static Plan plan(Run run, List<Derivation> derivations, Optional<MachineSpeed> machine) {
        ParameterCount parameters = ParameterCount.of(run.model());
        FlopCount flop = FlopCount.of(run.model());
        long steps = Steps.of(run.training());
        long tokens = steps * run.training().batchTokens();
        TimePlan time = TimePlan.of(run, machine);
        Optional<Double> measured = machine.filter(_ -> run.hardware().preset().equals(Hardware.THIS_MACHINE))
            .map(_ -> time.step().efficiency());
        LossForecast loss = LossForecast.of(run, BytesPerToken.estimate(run.model().vocabulary()));
        return new Plan(run.name(), title(run, parameters, time), Plan.shapeInWords(run.model()), parameters,
            ParameterCount.RULE, flop, FlopCount.CONVENTION, (double) flop.training() * tokens, tokens,
            run.training().batchTokens(), steps, (double) tokens / parameters.matricesAndHead(),
            MemoryPlan.of(run, machine), time, Bill.of(run, time.totalSeconds()), loss, notes(run, tokens, measured),
            derivations);
    }

    private static String title(Run run, ParameterCount parameters, TimePlan time) {
        String where = run.hardware().preset().equals(Hardware.THIS_MACHINE) ? "this machine"
            : Words.exact(run.hardware().count()) + " x " + run.hardware().preset();
        return Words.format("%s: %s parameters on %s tokens, about %s on %s", run.name(),
            Words.count(parameters.total()), Words.count(run.training().tokens()), Words.duration(time.totalSeconds()),
            where);
    }

    private static List<String> notes(Run run, long tokens, Optional<Double> efficiency) {
        List<String> notes = new ArrayList<>();
        long asked = run.training().tokens();
        // Less than a thousandth is no news.
        if (tokens - asked > asked / 1000) {
            notes.add(Words.format("%s tokens are %.2f batches: rounded up to whole steps, %s tokens",
                Words.exact(asked), (double) asked / run.training().batchTokens(), Words.exact(tokens)));
        }
        if (ParameterCount.of(run.model()).mixture()) {
            notes.add("the loss is that of a dense model of N parameters, those a token meets: a mixture of experts "
                + "usually does better");
        }
        if (NARROW.contains(run.training().precision())) {
            notes.add("times are those of products in bf16: what 8 and 4 bits gain is not counted");
        }
        double bytes = BytesToRead.training(run.data());
        double epochs = asked * BytesPerToken.estimate(run.model().vocabulary()) / bytes;
        if (epochs > 1.3 && !run.data().source().equals(List.of(LossPrior.WEB))) {
            notes.add(Words.format("the text (%s at most) is read about %.1f times; up to 4 are about as good as fresh"
                + " text (arXiv 2305.16264)", Words.bytes(bytes), epochs));
        }
        run.hardware().efficiency().ifPresent(given -> efficiency
            .filter(measured -> Math.abs(given / measured - 1) > 0.1).ifPresent(measured ->
                notes.add(Words.format("hardware.efficiency is %.0f %%, the measured speeds say %.0f %%: times follow "
                    + "the measured speeds", 100 * given, 100 * measured))));
        return notes;
    }
}
