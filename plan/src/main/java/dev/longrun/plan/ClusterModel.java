package dev.longrun.plan;

import dev.longrun.cluster.Transformer;
import dev.longrun.cluster.Transformer.Experts;
import dev.longrun.cluster.Transformer.Latent;
import dev.longrun.run.ModelShape;

/** From the run file's model to the cluster's. What a shape of experts or latent attention leaves out is set here. */
final class ClusterModel {
    /** Experts that a token goes to where the run file does not say: as Mixtral and Grok have it. */
    static final int EXPERTS_PER_TOKEN = 2;

    private ClusterModel() {
    }

    static Transformer of(ModelShape shape) {
        return new Transformer(shape.layers(), shape.width(), shape.heads(), shape.kvHeads(), shape.headWidth(),
            shape.ffnWidth(), shape.activation().inputs() == 2, shape.vocabulary(), shape.tiedHead(),
            shape.experts().map(count -> new Experts(count, shape.expertsPerToken().orElse(EXPERTS_PER_TOKEN),
                shape.sharedExperts().orElse(0), shape.expertWidth().orElse(shape.ffnWidth()),
                shape.denseLayers().orElse(0))),
            shape.keyRank().map(rank -> latent(shape, rank)));
    }

    /** Routed experts that a token goes to; 0 without experts. */
    static int chosenExperts(ModelShape shape) {
        return of(shape).experts().map(Experts::perToken).orElse(0);
    }

    private static Latent latent(ModelShape shape, int keyRank) {
        int rope = shape.ropeWidth().orElse(0);
        int nope = shape.headWidth() - rope;
        return new Latent(shape.queryRank().orElse(0), keyRank, nope, rope, shape.valueWidth().orElse(nope));
    }
}
