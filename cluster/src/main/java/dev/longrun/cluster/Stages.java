package dev.longrun.cluster;

/** Where layers go and how many micro-batches a stage holds at once. */
final class Stages {

    private Stages() {
    }

    /**
     * Layers of a stage. What does not divide evenly goes to the middle stages, away from the embedding and the logits
     * (as in Llama 3, arXiv 2407.21783, section 3.3.2), or, {@code lateShort}, to the first ones (DeepSpeed's balanced
     * partition).
     */
    static int layers(int layers, int stages, int stage, boolean lateShort) {
        if (lateShort) {
            int most = (layers + stages - 1) / stages;
            return Math.max(0, Math.min(most, layers - stage * most));
        }
        return layers / stages + (stage >= 1 && stage <= layers % stages ? 1 : 0);
    }

    /** Layers of all stages before this one. */
    static int before(int layers, int stages, int stage, boolean lateShort) {
        if (lateShort) {
            return Math.min(layers, stage * ((layers + stages - 1) / stages));
        }
        return stage * (layers / stages) + Math.max(0, Math.min(stage - 1, layers % stages));
    }

    /**
     * Micro-batches whose activations a stage holds at once: one forward, one backward in turn (1F1B) holds
     * {@code p - i}; interleaved with v chunks, 2 (p - i - 1) + (v - 1) p + 1 chunks, on the first stage
     * L (1 + (p - 1) / (p v)) layers' worth (arXiv 2104.04473, 2205.05198). Never more than there are.
     */
    static double inFlight(int stages, int interleave, int stage, int spare, int microBatches) {
        double held = interleave == 1 ? stages - stage
            : (2.0 * (stages - stage - 1) + (interleave - 1.0) * stages + 1) / interleave;
        return Math.min(held + spare, microBatches);
    }
}
