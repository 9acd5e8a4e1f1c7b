package dev.longrun.train;

import java.util.Objects;

/**
 * What a checkpoint must hold beside weights and moments for the run to go on as if never stopped ({@code state.json}).
 *
 * @param step optimiser updates done
 * @param sequences training sequences taken: the position in the seeded permutation
 * @param dataset fingerprint of the token shards
 * @param seed of weights and data order
 * @param trainedSeconds wall time spent in earlier processes and this one
 * @param pastLosses the guard's window, oldest first, nats a token
 * @param pastNorms the guard's window of gradient norms
 * @param longrun version of this program
 * @param java version of the JVM
 */
record TrainingState(long step, long sequences, String dataset, long seed, double trainedSeconds, double[] pastLosses,
    double[] pastNorms, String longrun, String java) {

    /** Refuses what no run wrote: the file may be from elsewhere. */
    TrainingState {
        if (step < 0 || sequences < 0 || !(trainedSeconds >= 0)) {
            throw new IllegalArgumentException("step, sequences and trainedSeconds must not be below 0");
        }
        Objects.requireNonNull(dataset, "dataset is missing");
        Objects.requireNonNull(pastLosses, "pastLosses is missing");
        Objects.requireNonNull(pastNorms, "pastNorms is missing");
    }
}
