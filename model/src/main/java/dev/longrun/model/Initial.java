package dev.longrun.model;

import dev.longrun.model.Architecture.Norm;
import java.util.Arrays;

/**
 * The numbers a model starts with. All draws are uniform (no outliers, and no transcendental function that a platform
 * could round otherwise), given by their standard deviation; a tensor's values depend on the seed and its name only.
 *
 * <ul>
 * <li>norm gains: 1 (0 where 1 is added); biases: 0;</li>
 * <li>where blocks are normed after too, the gains of those norms: 0, for the same reason as the projections below,
 * which are then drawn as the others (xai-org/grok-1, model.py, has gains of 0);</li>
 * <li>q, k, v, gate, up: sqrt(1 / (3 fan-in)), as PyTorch's linear layer and the modded-nanogpt baseline;</li>
 * <li>projections back into the residual stream (o, down): 0, so that every block starts as the identity (Fixup, arXiv
 * 1901.09321; muP, arXiv 2203.03466; modded-nanogpt, nanochat);</li>
 * <li>embedding with a head of its own: 0.1; that head: 0.001 (nanochat), so that the first loss is
 * ln(vocabulary);</li>
 * <li>embedding that is the head too: 0.02 (GPT-2), but no more than 2 / width: the final norm gives the token just
 * read the logit width * std, which must stay small for the same reason.</li>
 * </ul>
 *
 * <p>Tried on 300 steps of Shakespeare's bytes (3 layers of 64, 307 K tokens in all, two seeds), mean loss of the last
 * 40: tied 1.905; with residual projections at 1 / sqrt(2 layers) of the others 2.041; GPT-2's 0.02 throughout 2.28.
 * Untied with an embedding of 0.02, 0.1, 0.5: 2.127, 2.038, 2.071.
 */
final class Initial {

    private static final float SQRT_3 = 1.7320508f;

    private Initial() {
    }

    static void fill(Architecture model, Parameters parameters, long seed) {
        for (Parameter parameter : parameters.list()) {
            float[] values = parameters.values();
            int end = parameter.at() + parameter.size();
            if (parameter.bias() || parameter.role().norm()) {
                Arrays.fill(values, parameter.at(), end, gain(model, parameter));
                continue;
            }
            float bound = SQRT_3 * (float) deviation(model, parameter);
            Draws draws = new Draws(seed, parameter.name());
            for (int i = parameter.at(); i < end; i++) {
                values[i] = bound * draws.nextSigned();
            }
        }
    }

    private static float gain(Architecture model, Parameter parameter) {
        boolean post = parameter.role() == TensorRole.ATTENTION_POST_NORM
            || parameter.role() == TensorRole.FEED_FORWARD_POST_NORM;
        return (parameter.bias() || post ? 0 : 1) - (model.norms().kind() == Norm.RMS_PLUS_ONE ? 1 : 0);
    }

    private static double deviation(Architecture model, Parameter parameter) {
        return switch (parameter.role()) {
            case EMBEDDING -> model.tiedHead() ? Math.min(0.02, 2.0 / parameter.fanIn()) : 0.1;
            case POSITIONS -> 0.01;
            case HEAD -> 0.001;
            default -> parameter.role().residual() && !model.norms().post() ? 0
                : StrictMath.sqrt(1 / (3.0 * parameter.fanIn()));
        };
    }
}
