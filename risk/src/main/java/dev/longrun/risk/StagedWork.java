package dev.longrun.risk;

/**
 * A run on a cluster that is still growing. Accelerators come evenly over the build-out; training begins once enough
 * are there and goes at the pace of what is there, so work done by day t of a build-out of B days that began
 * training on day t0 is (t^2 - t0^2) / 2B days of the whole cluster, and after day B a day a day.
 */
final class StagedWork {

    private StagedWork() {
    }

    /** The day, counted from the first arrival, on which so many days of work of the whole cluster are done. */
    static double finish(double buildOutDays, double startDay, double workDays) {
        if (startDay >= buildOutDays) {
            return startDay + workDays;
        }
        double whileGrowing = (buildOutDays * buildOutDays - startDay * startDay) / (2 * buildOutDays);
        return workDays <= whileGrowing ? Math.sqrt(2 * buildOutDays * workDays + startDay * startDay)
            : buildOutDays + workDays - whileGrowing;
    }
}
