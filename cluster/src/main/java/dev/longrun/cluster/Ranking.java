package dev.longrun.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Several measured layouts of one model on one machine, with software of one kind: which of them would have been
 * chosen, and what that costs.
 *
 * @param what model, batch and machine
 * @param layouts that were measured
 * @param first id of the run that is predicted fastest
 * @param best id of the run that was fastest
 * @param slower measured time of the first over that of the best, less one
 */
public record Ranking(String what, int layouts, String first, String best, double slower) {

    static List<Ranking> of(List<Prediction> predictions) {
        Map<String, List<Prediction>> sets = new LinkedHashMap<>();
        predictions.stream().filter(each -> each.run().seconds().isPresent()).forEach(each ->
            sets.computeIfAbsent(what(each.job()), _ -> new ArrayList<>()).add(each));
        return sets.entrySet().stream().filter(set ->
            set.getValue().stream().map(each -> each.job().layout()).distinct().count() > 1)
            .map(set -> of(set.getKey(), set.getValue())).toList();
    }

    private static Ranking of(String what, List<Prediction> set) {
        Prediction first = set.stream().min(Comparator.comparingDouble(each -> each.time().seconds())).orElseThrow();
        Prediction best = set.stream().min(Comparator.comparingDouble(each -> each.run().seconds().orElseThrow()))
            .orElseThrow();
        return new Ranking(what, set.size(), first.run().id(), best.run().id(),
            first.run().seconds().orElseThrow() / best.run().seconds().orElseThrow() - 1);
    }

    private static String what(Job job) {
        Transformer model = job.model();
        return model.layers() + " layers of width " + model.width() + ", " + model.heads() + " heads, batch "
            + job.batch() + " x " + job.sequence() + ", " + job.precision() + " on " + job.layout().accelerators()
            + " x " + job.chip().name() + ", " + job.software().name().toLowerCase(Locale.ROOT) + " software";
    }
}
