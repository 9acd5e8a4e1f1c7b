package dev.longrun.model;

import dev.longrun.model.Architecture.Norm;
import java.util.HashMap;
import java.util.Map;

/**
 * Where each tensor of a model lies in the flat array; -1 for one that it has not. Matrices are [out, in]. Queries,
 * keys and values lie together as one matrix [Q, D], gate and up of a layer or of an expert as one [W, D].
 */
final class Weights {

    final Parameters parameters;
    /** [V, D]. */
    final int embedding;
    /** [T, D]. */
    final int positions;
    /** [V, D]; the embedding's place when tied. */
    final int head;
    /** [D]. */
    final NormAt finalNorm;
    final Layer[] layers;
    /** All gains together. */
    final int gains;

    /**
     * A norm's gain and bias, and its gain's place among the gains alone.
     */
    record NormAt(int gain, int bias, int amongGains, int width) {

        boolean exists() {
            return gain >= 0;
        }
    }

    /** One block: norms [D] and [h], qkv [Q, D], output [D, A], gateUp [W, D], down [D, F], router [E, D]. */
    record Layer(NormAt attentionNorm, int qkv, int qkvBias, NormAt queryNorm, NormAt keyNorm, int output,
        int outputBias, NormAt attentionPostNorm, NormAt feedForwardNorm, int gateUp, int gateUpBias, int down,
        int downBias, int router, int[] expertGateUp, int[] expertDown, NormAt feedForwardPostNorm) {
    }

    private record Key(TensorRole role, int layer, int expert, boolean bias) {
    }

    private final Map<Key, Parameter> places = new HashMap<>();
    private int gainsSoFar;

    Weights(Architecture model) {
        parameters = Parameters.of(model);
        for (Parameter each : parameters.list()) {
            places.put(new Key(each.role(), each.layer(), each.expert(), each.bias()), each);
        }
        embedding = at(TensorRole.EMBEDDING, -1);
        positions = at(TensorRole.POSITIONS, -1);
        layers = new Layer[model.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = layer(model, layer);
        }
        finalNorm = norm(TensorRole.FINAL_NORM, -1);
        head = model.tiedHead() ? embedding : at(TensorRole.HEAD, -1);
        gains = gainsSoFar;
    }

    private Layer layer(Architecture model, int layer) {
        TensorRole first = HfFamily.of(model.family()).fused() ? TensorRole.QUERY_KEY_VALUE : TensorRole.QUERY;
        boolean gated = model.feedForward().activation().gated();
        TensorRole input = gated ? TensorRole.GATE : TensorRole.UP;
        TensorRole expertInput = gated ? TensorRole.EXPERT_GATE : TensorRole.EXPERT_UP;
        int[] expertGateUp = new int[model.experts().map(Architecture.Experts::count).orElse(0)];
        int[] expertDown = new int[expertGateUp.length];
        for (int expert = 0; expert < expertGateUp.length; expert++) {
            expertGateUp[expert] = at(expertInput, layer, expert, false);
            expertDown[expert] = at(TensorRole.EXPERT_DOWN, layer, expert, false);
        }
        return new Layer(norm(TensorRole.ATTENTION_NORM, layer), at(first, layer), at(first, layer, -1, true),
            norm(TensorRole.QUERY_NORM, layer), norm(TensorRole.KEY_NORM, layer), at(TensorRole.OUTPUT, layer),
            at(TensorRole.OUTPUT, layer, -1, true), norm(TensorRole.ATTENTION_POST_NORM, layer),
            norm(TensorRole.FEED_FORWARD_NORM, layer), at(input, layer), at(input, layer, -1, true),
            at(TensorRole.DOWN, layer), at(TensorRole.DOWN, layer, -1, true), at(TensorRole.ROUTER, layer),
            expertGateUp, expertDown, norm(TensorRole.FEED_FORWARD_POST_NORM, layer));
    }

    private int at(TensorRole role, int layer) {
        return at(role, layer, -1, false);
    }

    private int at(TensorRole role, int layer, int expert, boolean bias) {
        Parameter found = places.get(new Key(role, layer, expert, bias));
        return found == null ? -1 : found.at();
    }

    private NormAt norm(TensorRole role, int layer) {
        Parameter gain = places.get(new Key(role, layer, -1, false));
        if (gain == null) {
            return new NormAt(-1, -1, -1, 0);
        }
        int among = gainsSoFar;
        gainsSoFar += gain.size();
        return new NormAt(gain.at(), at(role, layer, -1, true), among, gain.size());
    }

    /** What norms multiply by: the gains where they lie, or where 1 is added to them, a copy of the sums. */
    static final class Gains {

        private final Weights weights;
        private final float[] values;
        private final boolean plusOne;
        private final float[] sums;

        Gains(Buffers buffers, Architecture model, Weights weights) {
            this.weights = weights;
            values = weights.parameters.values();
            plusOne = model.norms().kind() == Norm.RMS_PLUS_ONE;
            sums = buffers.floats(plusOne ? weights.gains : 0, 1);
        }

        /** Takes the gains as they are now. */
        void refresh() {
            if (!plusOne) {
                return;
            }
            add(weights.finalNorm);
            for (Layer layer : weights.layers) {
                add(layer.attentionNorm);
                add(layer.queryNorm);
                add(layer.keyNorm);
                add(layer.attentionPostNorm);
                add(layer.feedForwardNorm);
                add(layer.feedForwardPostNorm);
            }
        }

        private void add(NormAt norm) {
            for (int i = 0; i < norm.width; i++) {
                sums[norm.amongGains + i] = 1 + values[norm.gain + i];
            }
        }

        float[] values() {
            return plusOne ? sums : values;
        }

        int at(NormAt norm) {
            return plusOne ? norm.amongGains : norm.gain;
        }
    }
}
