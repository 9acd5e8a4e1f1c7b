package dev.longrun.cluster;

import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;

/**
 * Bytes of each part on one accelerator of a stage, from what a model, a sequence length and a practice fix. All
 * layouts go through {@link #fill}; nothing is allocated there, so that a search may call it millions of times.
 */
final class MemoryModel {

    /** Number of parts. */
    static final int PARTS = MemoryPart.values().length;

    private static final int WEIGHTS = MemoryPart.WEIGHTS.ordinal();
    private static final int GRADIENTS = MemoryPart.GRADIENTS.ordinal();
    private static final int OPTIMIZER = MemoryPart.OPTIMIZER.ordinal();
    private static final int ACTIVATIONS = MemoryPart.ACTIVATIONS.ordinal();
    private static final int EDGES = MemoryPart.EDGES.ordinal();
    private static final int WORKING = MemoryPart.WORKING.ordinal();
    private static final int BUFFERS = MemoryPart.BUFFERS.ordinal();
    private static final int RESERVE = MemoryPart.RESERVE.ordinal();
    private static final int FRAGMENTATION = MemoryPart.FRAGMENTATION.ordinal();

    private final Transformer model;
    private final int sequence;
    private final Practice practice;
    private final LayerWeights weights;
    private final LayerActivations activations;
    private final boolean sparse;
    private final int denseLayers;
    private final double dispatched;
    private final double keysAndValues;

    MemoryModel(Transformer model, int sequence, Precision precision, Practice practice) {
        this.model = model;
        this.sequence = sequence;
        this.practice = practice;
        weights = LayerWeights.of(model);
        activations = LayerActivations.of(model, precision, practice);
        sparse = model.experts().isPresent();
        denseLayers = model.experts().map(Transformer.Experts::denseLayers).orElse(model.layers());
        dispatched = model.experts().map(experts -> 2.0 * 2 * experts.perToken() * model.width()).orElse(0.0);
        keysAndValues = model.latent().map(latent -> 2.0 * (latent.keyRank() + latent.ropeWidth()))
            .orElse(2.0 * 2 * model.kvHeads() * model.headWidth());
    }

    /**
     * The stage whose accelerators need most, fragmentation aside, with its bytes in {@code parts}. Down a pipeline
     * fewer and fewer micro-batches are in flight, so only the first stages, as far as layers without experts reach,
     * and the last one can be the fullest.
     *
     * @param parts what is written, {@link #PARTS} long
     * @param scratch the same length, overwritten
     * @return the stage
     */
    int fullest(Cursor at, double[] parts, double[] scratch) {
        double most = -1;
        int fullest = 0;
        for (int stage = 0; stage < at.pipeline; stage++) {
            fill(at, stage, scratch);
            double needed = sum(scratch) - scratch[FRAGMENTATION];
            if (needed > most) {
                most = needed;
                fullest = stage;
                System.arraycopy(scratch, 0, parts, 0, PARTS);
            }
            boolean alikeFromHere = stage >= 1 && (!sparse || Stages.before(model.layers(), at.pipeline, stage,
                practice.lateStagesShort()) >= denseLayers);
            if (alikeFromHere && stage < at.pipeline - 2) {
                stage = at.pipeline - 2;
            }
        }
        return fullest;
    }

    /** All of the parts. */
    static double sum(double[] parts) {
        double sum = 0;
        for (double part : parts) {
            sum += part;
        }
        return sum;
    }

    /** The place of the largest part. */
    static int largest(double[] parts) {
        int largest = 0;
        for (int i = 1; i < parts.length; i++) {
            if (parts[i] > parts[largest]) {
                largest = i;
            }
        }
        return largest;
    }

    /** Bytes of each part on an accelerator of one stage. */
    void fill(Cursor at, int stage, double[] parts) {
        int layers = Stages.layers(model.layers(), at.pipeline, stage, practice.lateStagesShort());
        int before = Stages.before(model.layers(), at.pipeline, stage, practice.lateStagesShort());
        int dense = Math.clamp(denseLayers - before, 0, layers);
        boolean first = stage == 0;
        boolean last = stage == at.pipeline - 1;
        double replicas = (double) at.data * at.context;
        // Experts are spread over expert ranks instead of tensor ranks; the other ranks hold copies.
        double expertReplicas = Math.max(1, at.tensor * replicas / at.expert);
        double vocabulary = (double) model.vocabulary() * model.width() / at.tensor;
        int tables = (first ? 1 : 0) + (last && (at.pipeline > 1 || !model.tiedHead()) ? 1 : 0);
        double denseHeld = (layers * weights.attention() + dense * weights.dense()
            + (layers - dense) * weights.shared()) / at.tensor + tables * vocabulary;
        double expertHeld = (layers - dense) * weights.routed() / at.expert;

        boolean weightsSharded = at.sharding == Sharding.WEIGHTS;
        boolean gradientsSharded = weightsSharded || at.sharding == Sharding.GRADIENTS;
        boolean optimizerSharded = gradientsSharded || at.sharding == Sharding.OPTIMIZER;
        double held = denseHeld + expertHeld;
        double heldShare = denseHeld / replicas + expertHeld / expertReplicas;
        double layerHeld = (weights.attention() + (layers > dense ? weights.shared() : weights.dense())) / at.tensor
            + (layers > dense ? weights.routed() / at.expert : 0);
        parts[WEIGHTS] = weightsSharded ? 0 : 2 * held;
        parts[GRADIENTS] = practice.gradientBytes() * (gradientsSharded ? heldShare : held);
        parts[OPTIMIZER] = practice.optimizerBytes() * (optimizerSharded ? heldShare : held);

        double tokens = (double) at.microBatch * sequence / at.context;
        double residual = tokens * model.width() / (at.sequenceParallel ? at.tensor : 1);
        double inFlight = Stages.inFlight(at.pipeline, at.interleave, stage, practice.spareInFlight(), at.microBatches);
        boolean full = at.recompute == Recompute.FULL;
        boolean scores = at.recompute == Recompute.NONE;
        double kept = full ? layers * 2 * residual
            : tokens * (dense * activations.perToken(at.tensor, sequence, false, at.sequenceParallel, scores)
                + (layers - dense) * activations.perToken(at.tensor, sequence, true, at.sequenceParallel, scores));
        double handedOn = practice.keepsStageOutput() ? 2 * residual : 0;
        parts[ACTIVATIONS] = inFlight * (kept + handedOn);
        parts[EDGES] = (first && practice.dropout() ? inFlight * residual : 0)
            + (last ? 4 * residual + practice.logitBytes() * tokens * model.vocabulary() / at.tensor : 0);

        boolean experts = layers > dense;
        double whole = activations.perToken(at.tensor, sequence, experts, at.sequenceParallel, true);
        double again = full ? whole : at.recompute == Recompute.SELECTIVE
            ? activations.scores() * sequence / at.tensor : 0;
        double widest = 2.0 * Math.max(model.width(), (experts ? 0 : model.ffnWidth()) * (model.gated() ? 2.0 : 1.0)
            / at.tensor);
        parts[WORKING] = layers == 0 ? 0 : tokens * (again + widest + (experts ? dispatched / at.tensor : 0));
        // Sharded weights: the layer at work and the next one are gathered in 16 bits, with the gradients of one.
        double gathered = weightsSharded ? layerHeld * (2 * 2 + practice.gradientBytes()) + tables * vocabulary * 2
            : gradientsSharded ? layerHeld * practice.gradientBytes() : 0;
        double sequenceKeys = at.context > 1 ? keysAndValues * at.microBatch * sequence / at.tensor : 0;
        parts[BUFFERS] = gathered + sequenceKeys + practice.bucketBytes();
        parts[RESERVE] = practice.reserveBytes();
        parts[FRAGMENTATION] = practice.fragmentation() * (parts[ACTIVATIONS] + parts[EDGES] + parts[WORKING]);
    }
}
