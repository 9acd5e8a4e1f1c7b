package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.run.Derivation;
import dev.longrun.run.Hardware;
import dev.longrun.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Puts a plan together: one rule a class, all of them applied to one resolved run. */
public final class Planner {

    private Planner() {
    }

    /** The plan of a resolved run; {@code machine} counts only where the run is for the computer at hand. */
    public static Plan plan(Run run, Optional<MachineSpeed> machine) {
        return plan(run, List.of(), machine, Optional.empty());
    }

    /**
     * The same, with where the derived values come from.
     *
     * @param ladder what a ladder of the run's own foretells
     */
    public static Plan plan(Run run, List<Derivation> derivations, Optional<MachineSpeed> machine,
        Optional<LadderForecast> ladder) {
        ParameterCount parameters = ParameterCount.of(run.model());
        FlopCount flop = FlopCount.of(run.model());
        long steps = Steps.of(run.training());
        long tokens = steps * run.training().batchTokens();
        boolean here = run.hardware().preset().equals(Hardware.THIS_MACHINE);
        Optional<ClusterPlan> cluster = here ? Optional.empty() : Optional.of(ClusterPlanner.of(run));
        // A share of the peak that the run file itself gives holds against the layout's.
        Optional<ClusterPlan> counted = cluster.filter(ClusterPlan::laidOut).filter(_ -> !efficiencyGiven(run,
            derivations));
        TimePlan ideal = TimePlan.of(run, machine, counted);
        Optional<Outlook> outlook = here ? Optional.empty()
            : Optional.of(OutlookPlanner.of(run, counted.map(ClusterPlan::accelerators).orElse(run.hardware().count()),
                ideal.totalSeconds(), ideal.lowSeconds(), ideal.highSeconds()));
        TimePlan time = outlook.map(each -> ideal.with(each)).orElse(ideal);
        Optional<Double> measured = machine.filter(_ -> here).map(_ -> time.step().efficiency());
        LossForecast loss = ladder.map(own -> LossForecast.of(run, own))
            .orElseGet(() -> LossForecast.of(run, BytesPerToken.estimate(run.model().vocabulary())));
        return new Plan(run.name(), title(run, parameters, time), Plan.shapeInWords(run.model()), parameters,
            ParameterCount.RULE, flop, FlopCount.CONVENTION, (double) flop.training() * tokens, tokens,
            run.training().batchTokens(), steps, (double) tokens / parameters.matricesAndHead(),
            MemoryPlan.of(run, machine, cluster), time, Bill.of(run, time.totalSeconds()), loss, cluster, outlook,
            Stream.concat(notes(run, tokens, measured, cluster).stream(),
                outlook.stream().flatMap(each -> each.notes().stream())).toList(), derivations);
    }

    private static boolean efficiencyGiven(Run run, List<Derivation> derivations) {
        return !derivations.isEmpty() && run.hardware().efficiency().isPresent()
            && derivations.stream().noneMatch(each -> each.path().equals("hardware.efficiency"));
    }

    private static String title(Run run, ParameterCount parameters, TimePlan time) {
        String where = run.hardware().preset().equals(Hardware.THIS_MACHINE) ? "this machine"
            : Words.exact(run.hardware().count()) + " x " + run.hardware().preset();
        return Words.format("%s: %s parameters on %s tokens, about %s on %s", run.name(),
            Words.count(parameters.total()), Words.count(run.training().tokens()), Words.duration(time.totalSeconds()),
            where);
    }

    private static List<String> notes(Run run, long tokens, Optional<Double> efficiency,
        Optional<ClusterPlan> cluster) {
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
        cluster.filter(each -> !each.laidOut()).ifPresent(each -> notes.add("no layout: " + each.refusal()
            + "; times follow a share of the peak that is assumed"));
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
