package dev.longrun.train;

import java.util.Locale;
import java.util.Optional;

/**
 * Watches one figure of the run and says when it leaves its own past: not a number, or its logarithm more than
 * {@code limit} standard deviations above the mean of the last {@value #WINDOW} steps. Logarithms, since loss and
 * gradient norm of small batches have long tails upwards: on 256-token batches of source code a norm of five times the
 * mean is usual. A standard deviation below {@value #CALMEST} (about 2 %) counts as that, so that a very calm run is
 * not stopped by a small step.
 */
final class Guard {

    static final int WINDOW = 128;
    private static final double CALMEST = 0.02;

    private final String name;
    private final double limit;
    private final double[] window = new double[WINDOW];
    private long seen;

    /** @param limit in standard deviations; 0 watches for not-a-number only */
    Guard(String name, double limit) {
        this.name = name;
        this.limit = limit;
    }

    /** Takes in a step's figure, above 0; says why the run must stop, if it must. */
    Optional<String> check(double value) {
        if (!Double.isFinite(value)) {
            return Optional.of(name + " is " + value);
        }
        if (limit > 0 && seen >= WINDOW) {
            double sum = 0;
            double squares = 0;
            for (double past : window) {
                sum += Math.log(past);
            }
            double mean = sum / WINDOW;
            for (double past : window) {
                squares += Math.pow(Math.log(past) - mean, 2);
            }
            double z = (Math.log(value) - mean) / Math.max(Math.sqrt(squares / WINDOW), CALMEST);
            if (z > limit) {
                return Optional.of(String.format(Locale.ROOT,
                    "%s %.4g lies %.1f standard deviations above the last %d steps (usual: %.4g, limit: %.1f)", name,
                    value, z, WINDOW, Math.exp(mean), limit));
            }
        }
        window[(int) (seen++ % WINDOW)] = value;
        return Optional.empty();
    }

    /** The past figures, oldest first, for a checkpoint. */
    double[] past() {
        int kept = (int) Math.min(seen, WINDOW);
        double[] past = new double[kept];
        for (int i = 0; i < kept; i++) {
            past[i] = window[(int) ((seen - kept + i) % WINDOW)];
        }
        return past;
    }

    /** Takes up the past of a checkpoint. */
    void resume(double[] past) {
        seen = 0;
        for (double value : past) {
            window[(int) (seen++ % WINDOW)] = value;
        }
    }
}
