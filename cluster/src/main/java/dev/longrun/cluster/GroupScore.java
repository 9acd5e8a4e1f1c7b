package dev.longrun.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How well a group of runs is predicted. Errors are shares: 0.035 is 3.5 %.
 *
 * @param group its name
 * @param rows with a step time
 * @param meanError mean of the absolute errors of step time
 * @param medianError their median
 * @param bias mean of the signed errors; negative is optimistic
 * @param coverage share of rows inside their 80 % band
 * @param memoryRows with a peak memory
 * @param memoryError mean absolute error of that
 * @param outOfMemory runs that failed for memory
 * @param flagged those of them for which it is foretold
 * @param refused runs that worked and are foretold to fail
 */
public record GroupScore(String group, int rows, OptionalDouble meanError, OptionalDouble medianError,
    OptionalDouble bias, OptionalDouble coverage, int memoryRows, OptionalDouble memoryError, int outOfMemory,
    int flagged, int refused) {

    static GroupScore of(String group, List<Prediction> predictions) {
        double[] errors = predictions.stream().map(Prediction::timeError).filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble).toArray();
        double[] sizes = Arrays.stream(errors).map(Math::abs).sorted().toArray();
        List<Prediction> timed = predictions.stream().filter(each -> each.timeError().isPresent()).toList();
        double[] memory = predictions.stream().map(Prediction::memoryError).filter(OptionalDouble::isPresent)
            .mapToDouble(error -> Math.abs(error.getAsDouble())).toArray();
        List<Prediction> failed = predictions.stream().filter(each -> each.run().outOfMemory()).toList();
        return new GroupScore(group, errors.length, mean(sizes),
            sizes.length == 0 ? OptionalDouble.empty() : OptionalDouble.of((sizes[sizes.length / 2]
                + sizes[(sizes.length - 1) / 2]) / 2), mean(errors),
            timed.isEmpty() ? OptionalDouble.empty()
                : OptionalDouble.of((double) timed.stream().filter(Prediction::inside).count() / timed.size()),
            memory.length, mean(memory), failed.size(),
            (int) failed.stream().filter(each -> !each.memory().fits()).count(),
            (int) predictions.stream().filter(each -> !each.run().outOfMemory() && !each.memory().fits()).count());
    }

    private static OptionalDouble mean(double[] values) {
        return Arrays.stream(values).average();
    }
}
