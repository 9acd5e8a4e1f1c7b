package dev.longrun.risk;

import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * From one point of the cube of {@link Factor}s to a date. The model is ready when its accelerators, power and data
 * were there, the run is done with its failures and repeats, and post-training and evaluation are over. Where its
 * maker has promised a day, it ships when it is ready and not before promises of its class would have been kept:
 * makers wait for much that no plan lists.
 */
final class ShipModel {

    /** Below it a run has no end; it is then as good as never. */
    private static final double LEAST_GOODPUT = 1e-6;

    private final ShipInputs inputs;
    private final Optional<PromiseClass> promises;
    private final double promisedFrom;
    private final double promisedDays;

    ShipModel(ShipInputs inputs, Optional<PromiseClass> promises) {
        this.inputs = inputs;
        this.promises = promises;
        promisedFrom = inputs.promise().map(p -> -(double) ChronoUnit.DAYS.between(p.announcedOn(), inputs.asOf()))
            .orElse(0.0);
        promisedDays = inputs.promise().map(p -> (double) p.days()).orElse(0.0);
    }

    static double at(double[] u, Factor factor) {
        return u[factor.ordinal()];
    }

    /** Days from the forecast's day until the model could ship. */
    double readyDays(double[] u) {
        double first = inputs.firstArrivalDays().quantile(at(u, Factor.FIRST_ARRIVAL));
        double buildOut = inputs.buildOutDays().quantile(at(u, Factor.BUILD_OUT));
        double power = inputs.powerDays().quantile(at(u, Factor.POWER));
        double data = inputs.dataDays().quantile(at(u, Factor.DATA));
        double start = Math.max(inputs.startShare() * buildOut, Math.max(power, data) - first);
        double share = Math.max(LEAST_GOODPUT, inputs.goodput().bestUse(at(u, Factor.NODE_FAILURES),
            at(u, Factor.JOB_FAILURES), at(u, Factor.RESTART)));
        double work = inputs.idealDays().quantile(at(u, Factor.RUN_LENGTH))
            * (1 + inputs.repeatedShare().quantile(at(u, Factor.REPEATED))) / share;
        return first + StagedWork.finish(buildOut, start, work)
            + inputs.postTrainingDays().quantile(at(u, Factor.POST_TRAINING))
            + inputs.safetyDays().quantile(at(u, Factor.SAFETY));
    }

    /** Days until a promise like this one is kept; no days where there is none. */
    double promiseDays(double[] u) {
        return promises.map(p -> promisedFrom + promisedDays * p.ratio().quantile(at(u, Factor.PROMISE)))
            .orElse(Double.NEGATIVE_INFINITY);
    }

    /** Days until it ships. */
    double shipDays(double[] u) {
        return Math.max(readyDays(u), promiseDays(u));
    }
}
