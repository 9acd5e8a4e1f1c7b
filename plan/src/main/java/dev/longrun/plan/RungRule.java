package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.run.ModelShape;
import dev.longrun.run.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * Which smaller runs tell most of a larger one: five, with a tenth of its FLOP in all, the largest with a twentieth.
 * Three lie on a line to the target, along which tokens fall faster than parameters, since very small models follow no
 * law; two of equal FLOP lie off it, one with fewer parameters and more tokens, one the other way round, so that what
 * parameters and what tokens are worth can be told apart (as karpathy/nanochat and Gadre et al., arXiv 2403.08540,
 * spread theirs).
 */
public final class RungRule {
    /** FLOP as a share of all rungs', and the factor by which the parameters leave the line. */
    private record Place(double share, double lean) {
    }

    private static final List<Place> PLACES = List.of(new Place(0.05, 1), new Place(0.10, 1.8),
        new Place(0.10, 1 / 1.8), new Place(0.23, 1), new Place(0.52, 1));
    /** Of the target's FLOP, for all rungs together. */
    public static final double SHARE = 0.1;
    /** Parameters go with this power of the FLOP, tokens with the rest. */
    private static final double SIZE_EXPONENT = 0.35;
    private static final int UNIT = 8;
    /** A rung with fewer layers than a target of few is another kind of model, not a smaller one. */
    private static final int LEAST_LAYERS = 3;
    /** What a factor of e between the layers and those of the target's own proportions counts, in parameters. */
    private static final double PROPORTION = 0.3;
    /** Layers grow with this power of the width: {@link ShapeRule}. */
    private static final double LAYERS_EXPONENT = 0.72;

    private RungRule() {
    }

    /**
     * The rungs for a resolved run, the cheapest first; {@code share} of its FLOP goes to all of them together.
     *
     * @throws PlanException if the run is so small that its rungs would all have one size
     */
    public static List<Rung> of(Run target, double share) {
        double flop = (double) FlopCount.of(target.model()).training() * target.training().tokens();
        double n = ParameterCount.of(target.model()).matricesAndHead();
        List<Rung> rungs = new ArrayList<>();
        for (Place place : PLACES) {
            double own = share * place.share * flop;
            ModelShape shape = shape(target.model(), n * Math.pow(own / flop, SIZE_EXPONENT) * place.lean);
            double tokens = own / FlopCount.of(shape).training();
            rungs.add(new Rung("rung-" + (rungs.size() + 1), shape, tokens, own));
        }
        if (rungs.stream().map(Rung::shape).distinct().count() < 2) {
            throw new PlanException(Words.format("%s: with N = %s it is too small for a ladder, whose rungs would all "
                + "have one size; give it a larger model or budget", target.name(), Words.count(n)));
        }
        return List.copyOf(rungs);
    }

    /** The shape with about {@code n} parameters (matrices and head) and the target's proportions. */
    private static ModelShape shape(ModelShape target, double n) {
        ModelShape best = target;
        double least = Double.POSITIVE_INFINITY;
        for (int width = UNIT; width <= target.width(); width += Math.max(UNIT, Integer.highestOneBit(width) / 8)) {
            double proportion = target.layers() * Math.pow((double) width / target.width(), LAYERS_EXPONENT);
            for (int layers = Math.min(LEAST_LAYERS, target.layers()); layers <= target.layers(); layers++) {
                ModelShape shape = scaled(target, width, layers);
                double miss = Math.abs(Math.log(ParameterCount.of(shape).matricesAndHead() / n))
                    + PROPORTION * Math.abs(Math.log(layers / Math.max(LEAST_LAYERS, proportion)));
                if (miss < least) {
                    least = miss;
                    best = shape;
                }
            }
        }
        return best;
    }

    private static ModelShape scaled(ModelShape target, int width, int layers) {
        int headWidth = target.headWidth();
        while (headWidth > UNIT && width % headWidth != 0) {
            headWidth /= 2;
        }
        headWidth = width % headWidth == 0 ? headWidth : UNIT;
        int heads = Math.max(1, (int) Math.round((double) target.heads() * target.headWidth() / target.width() * width
            / headWidth));
        int group = target.heads() / target.kvHeads();
        int kvHeads = heads % group == 0 ? heads / group : heads;
        int ffn = Math.max(UNIT, (int) Math.round((double) target.ffnWidth() / target.width() * width / UNIT) * UNIT);
        return new ModelShape(target.preset(), target.family(), layers, width, heads, kvHeads, headWidth,
            target.keyRank(), target.queryRank(), target.ropeWidth(), target.valueWidth(), ffn, target.experts(),
            target.expertsPerToken(), target.sharedExperts(), target.expertWidth().map(wide -> Math.max(UNIT,
                (int) Math.round((double) wide / target.width() * width / UNIT) * UNIT)), target.denseLayers(),
            target.window(), target.reading(), target.vocabulary(), target.context(), target.activation(),
            target.qkNorm(), target.tiedHead(), target.ropeBase(), target.normEpsilon());
    }
}
