package dev.longrun.bench;

import java.util.concurrent.TimeUnit;

/** One after the other and again: what the machine does meanwhile strikes both alike. */
final class Alternation {

    /** For threads that spin when their work is done: until they sleep, they take from the other's cores. */
    private static final long QUIET_MILLIS = 20;

    private Alternation() {
    }

    /**
     * Seconds a call of each contestant in each round: {@code [contestant][round]}. Before each turn there is a pause
     * and one call that does not count; a turn lasts {@code turnSeconds}, or one call.
     */
    static double[][] seconds(int rounds, double turnSeconds, Runnable... contestants) throws InterruptedException {
        double[][] seconds = new double[contestants.length][rounds];
        for (int round = 0; round < rounds; round++) {
            for (int who = 0; who < contestants.length; who++) {
                TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS);
                contestants[who].run();
                seconds[who][round] = turn(contestants[who], turnSeconds);
            }
        }
        return seconds;
    }

    private static double turn(Runnable contestant, double turnSeconds) {
        long calls = 0;
        long began = System.nanoTime();
        double spent;
        do {
            contestant.run();
            calls++;
            spent = (System.nanoTime() - began) / 1e9;
        } while (spent < turnSeconds);
        return spent / calls;
    }
}
