package dev.longrun.cluster;

/**
 * Layers of the slowest pipeline stage. Layers that divide evenly are spread evenly, and the embedding and the logits
 * come on top; where they divide only with the two ends counted as layers, the end stages have one less (Llama 3,
 * arXiv 2407.21783, section 3.3.2; BLOOM, arXiv 2211.05100); else the middle ones have one more.
 *
 * @param layers of the slowest stage
 * @param ends seconds of embedding or logits on it
 */
record StageSplit(double layers, double ends) {

    static StageSplit slowest(int layers, int stages, double layer, HeadTime head) {
        if (stages == 1) {
            return new StageSplit(layers, head.embedding() + head.logits());
        }
        if (layers % stages == 0) {
            return new StageSplit((double) layers / stages, head.logits());
        }
        int most = (layers + 2) % stages == 0 ? (layers + 2) / stages : layers / stages + 1;
        int least = most - 1;
        boolean logitsSlowest = least * layer + head.logits() > most * layer || stages == 2;
        return logitsSlowest ? new StageSplit(least, head.logits()) : new StageSplit(most, 0);
    }
}
