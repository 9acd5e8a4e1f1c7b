package dev.longrun.cluster;

import dev.longrun.cluster.Transformer.Experts;
import dev.longrun.cluster.Transformer.Latent;

/**
 * Seconds of one layer and micro-batch on one rank.
 *
 * <p>Products: each of the layer's matrices forward, and twice the work backward. Beside them what only moves memory:
 * two norms and two residuals with dropout (11 passes over the residual stream where attention is unfused, 10 where
 * fused), the activation (1.5 passes), casts to narrow formats; backward twice that.
 *
 * @param forward without collectives
 * @param backward without collectives
 * @param attention the inner attention's part of {@code forward}
 * @param tensor collectives over tensor ranks of one pass: two all-reduces, or with sequence parallelism two
 *     reduce-scatters and two all-gathers, which move as much (arXiv 1909.08053, 2205.05198)
 * @param exchange of tokens with experts and back of one pass
 * @param context exchange of keys and values of one pass that attention does not hide (arXiv 2310.01889)
 */
record LayerTime(double forward, double backward, double attention, double tensor, double exchange, double context) {

    private static final double HALF = 2;
    private static final double NORMS_AND_RESIDUALS = 10;
    private static final double ACTIVATION = 1.5;
    private static final double KERNELS = 8;
    private static final double UNFUSED_ATTENTION_KERNELS = 4;
    private static final double EXPERT_KERNELS = 14;
    static final double BACKWARD_KERNELS = 1.7;
    /** Tokens to the experts' order and back: two copies, each read and written. */
    private static final double PERMUTATION = 4;
    private static final double BACKWARD_PERMUTATION = 1.5;
    /** Router scores in f32: written by the product, read and written by softmax and the choice. */
    private static final double ROUTER_BYTES = 16;
    /** A cast reads 16 bits and writes 8. */
    private static final double CAST = 1;

    static LayerTime of(Job job, Machine machine, Links links, Achieved achieved, boolean mixture) {
        Transformer model = job.model();
        Layout layout = job.layout();
        Software software = job.software();
        double t = layout.tensor();
        double h = model.width();
        double tokens = (double) layout.microBatch() * job.sequence() / layout.context();
        double tokensHere = layout.sequenceParallel() ? tokens / t : tokens;
        boolean gated = model.gated();
        double products = attentionProducts(model, machine, tokens, t);
        double kernels = KERNELS + (model.latent().isPresent() ? 4 : 2)
            + (software.fusedAttention() ? 1 : UNFUSED_ATTENTION_KERNELS);
        double hidden;
        double routing = 0;
        double exchange = 0;
        if (mixture) {
            Experts experts = model.experts().orElseThrow();
            double held = (double) experts.count() / layout.expert();
            double rows = tokensHere * experts.perToken() / held;
            double up = gated ? 2.0 * experts.width() : experts.width();
            products += machine.product(rows, up, h, held) + machine.product(rows, h, experts.width(), held);
            if (experts.shared() > 0) {
                products += machine.product(tokens, up * experts.shared() / t, h, 1)
                    + machine.product(tokens, h, (double) experts.width() * experts.shared() / t, 1);
            }
            hidden = tokensHere * (experts.perToken() + experts.shared()) * up;
            routing = machine.traffic(tokensHere * (experts.perToken() * h * HALF * PERMUTATION
                + experts.count() * ROUTER_BYTES)) + software.routingSeconds();
            exchange = 2 * links.exchange(tokensHere * h * HALF, experts.perToken(), layout.expert());
            kernels += EXPERT_KERNELS + 2;
        } else {
            double up = gated ? 2.0 * model.ffnWidth() : model.ffnWidth();
            products += machine.product(tokens, up / t, h, 1) + machine.product(tokens, h, model.ffnWidth() / t, 1);
            hidden = tokens * up / t;
            kernels += 2;
        }
        double headWidth = model.latent().map(at -> (at.nopeWidth() + at.ropeWidth() + at.valueWidth()) / 2.0)
            .orElse((double) model.headWidth());
        Attention attention = Attention.of(machine, software, achieved, layout.microBatch(), job.sequence(),
            layout.context(), model.heads() / t, headWidth);
        double passes = NORMS_AND_RESIDUALS + (software.fusedAttention() ? 0 : 1);
        double moved = (tokensHere * h * HALF * passes + hidden * HALF * ACTIVATION) * software.elementwiseFactor();
        if (job.precision().narrow()) {
            moved += CAST * (tokensHere * h * 4 + hidden * ACTIVATION);
        }
        double elementwise = machine.traffic(moved);
        double gaps = machine.launches(kernels);
        double forward = products + attention.forward() + elementwise + routing + gaps;
        double backward = 2 * products + attention.backward() + 2 * elementwise + BACKWARD_PERMUTATION * routing
            + BACKWARD_KERNELS * gaps;
        double tensor = 4 * links.gather(tokens * h * HALF, t, 1);
        return new LayerTime(forward, backward, attention.forward(), tensor, exchange,
            contextExchange(job, links, tokens, achieved.contextOverlap() * attention.forward()));
    }

    /** This with a share of another in its place. */
    LayerTime mean(LayerTime other, double share) {
        double rest = 1 - share;
        return new LayerTime(rest * forward + share * other.forward, rest * backward + share * other.backward,
            rest * attention + share * other.attention, rest * tensor + share * other.tensor,
            rest * exchange + share * other.exchange, rest * context + share * other.context);
    }

    private static double attentionProducts(Transformer model, Machine machine, double tokens, double t) {
        double h = model.width();
        if (model.latent().isPresent()) {
            Latent at = model.latent().get();
            double heads = model.heads() / t;
            double query = heads * (at.nopeWidth() + at.ropeWidth());
            double down = (at.queryRank() == 0 ? query : at.queryRank()) + at.keyRank() + at.ropeWidth();
            double up = at.queryRank() == 0 ? 0 : machine.product(tokens, query, at.queryRank(), 1);
            return machine.product(tokens, down, h, 1) + up
                + machine.product(tokens, heads * (at.nopeWidth() + at.valueWidth()), at.keyRank(), 1)
                + machine.product(tokens, h, heads * at.valueWidth(), 1);
        }
        double query = (double) model.heads() * model.headWidth();
        double keys = (double) model.kvHeads() * model.headWidth();
        return machine.product(tokens, (query + 2 * keys) / t, h, 1) + machine.product(tokens, h, query / t, 1);
    }

    /** Every rank sees all keys and values of the others once, less what runs behind attention. */
    private static double contextExchange(Job job, Links links, double tokens, double hidden) {
        int ranks = job.layout().context();
        if (ranks == 1) {
            return 0;
        }
        double keys = job.model().latent().map(at -> (double) at.keyRank() + at.ropeWidth()).orElse(
            2.0 * job.model().kvHeads() * job.model().headWidth() / job.layout().tensor());
        double bytes = tokens * ranks * keys * HALF;
        return Math.max(0, links.gather(bytes, ranks, job.layout().tensor()) - hidden);
    }
}
