package dev.longrun.risk;

import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** A run event by event, sharing no formula with what it checks: work, checkpoints, failures, restarts. */
final class Events {

    private Events() {
    }

    /** Effective time of a run of so many failures; failures strike work, stalls and restarts alike. */
    static double effectiveTime(double mttf, double restart, CheckpointWrite write, double interval, int failures,
        long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double behind = write.writeSeconds() - write.stallSeconds();
        double clock = 0;
        double done = 0;       // work so far
        double safe = 0;       // work that a failure leaves
        double pending = 0;    // work in the checkpoint that is being written behind
        double pendingAt = Double.POSITIVE_INFINITY;
        double next = exponential(random, mttf);
        int count = 0;
        while (count < failures) {
            double end = clock + interval + write.stallSeconds();
            if (pendingAt <= Math.min(end, next)) {
                safe = pending;
                pendingAt = Double.POSITIVE_INFINITY;
            }
            if (next >= end) {
                clock = end;
                done += interval;
                pending = done;
                pendingAt = end + behind;
                continue;
            }
            double back = next + restart;
            count++;
            next += exponential(random, mttf);
            while (next < back) {
                back = next + restart;
                count++;
                next += exponential(random, mttf);
            }
            done = safe;
            pendingAt = Double.POSITIVE_INFINITY;
            clock = back;
        }
        return safe / clock;
    }

    /** The share of the time in which more nodes are away than there are spares, each repair equally long. */
    static double stalledShare(int nodes, double perNodeDay, double repairDays, int spares, double days, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PriorityQueue<Double> returns = new PriorityQueue<>();
        double clock = 0;
        double stalled = 0;
        double failure = exponential(random, 1 / (nodes * perNodeDay));
        while (clock < days) {
            double next = Math.min(failure, returns.isEmpty() ? Double.POSITIVE_INFINITY : returns.peek());
            stalled += returns.size() > spares ? next - clock : 0;
            clock = next;
            if (next == failure) {
                returns.add(clock + repairDays);
                failure = clock + exponential(random, 1 / (nodes * perNodeDay));
            } else {
                returns.poll();
            }
        }
        return stalled / clock;
    }

    private static double exponential(SplittableRandom random, double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }
}
