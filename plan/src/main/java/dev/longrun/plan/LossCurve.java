package dev.longrun.plan;

import dev.longrun.run.Recipe;
import dev.longrun.run.Recipe.RateSchedule;
import dev.longrun.run.Run;

/**
 * The validation loss expected at each step: the law at the tokens seen so far, above which a run whose learning rate
 * has not yet come down lies by a fixed share; the decay takes that share away (arXiv 2405.18392 shows the shape, the
 * share is ours). Never above the loss of knowing nothing, ln(vocabulary).
 */
public final class LossCurve {
    /**
     * How far a run at its peak rate lies above one that has decayed, as a share of the loss: 3 to 6 % in the curves of
     * arXiv 2405.18392 and arXiv 2404.06395, more in runs of minutes (docs/forecast.md).
     */
    static final double ANNEAL_SHARE = 0.08;
    /** How sharply the curve turns from knowing nothing to the law. */
    private static final double TURN = 12;

    private final LossLaw law;
    private final double n;
    private final double trainBytesPerToken;
    private final double natsPerBit;
    private final double uniformNats;
    private final Recipe recipe;
    private final long steps;

    private LossCurve(LossLaw law, Run run, double trainBytesPerToken, double validationBytesPerToken) {
        this.law = law;
        this.n = ParameterCount.of(run.model()).matricesAndHead();
        this.trainBytesPerToken = trainBytesPerToken;
        natsPerBit = Math.log(2) * validationBytesPerToken;
        this.uniformNats = Math.log(run.model().vocabulary());
        this.recipe = run.training();
        this.steps = Steps.of(run.training());
    }

    /** Of a resolved run whose text has so many bytes a token: what the corpus measured, or {@link BytesPerToken}. */
    public static LossCurve of(Run run, LossLaw law, double trainBytesPerToken, double validationBytesPerToken) {
        return new LossCurve(law, run, trainBytesPerToken, validationBytesPerToken);
    }

    /** Expected loss after {@code step} optimiser updates, nats per token. */
    public double lossNats(long step) {
        if (step <= 0) {
            return uniformNats;
        }
        double bytes = (double) Math.min(step, steps) * recipe.batchTokens() * trainBytesPerToken;
        double decayed = law.bitsPerByte(n, bytes) * natsPerBit;
        double nats = decayed * (1 + ANNEAL_SHARE * rateShare(step));
        // A soft minimum of the two, written so that neither power overflows.
        double low = Math.min(nats, uniformNats);
        double ratio = low / Math.max(nats, uniformNats);
        return low * Math.pow(1 + Math.pow(ratio, TURN), -1 / TURN);
    }

    /** Expected loss after {@code step} updates, bits per byte of validation text. */
    public double bitsPerByte(long step) {
        return lossNats(step) / natsPerBit;
    }

    /** Optimiser updates of the whole run. */
    public long steps() {
        return steps;
    }

    /** Learning rate over its peak, the warm-up left out: what the model has still to gain from the decay. */
    double rateShare(long step) {
        double at = Math.min(1, (double) step / steps);
        if (recipe.rateSchedule() == RateSchedule.COSINE) {
            return recipe.finalRateShare() + (1 - recipe.finalRateShare()) * (1 + Math.cos(Math.PI * at)) / 2;
        }
        double decayed = recipe.decayShare() == 0 ? 0 : Math.max(0, 1 - (1 - at) / recipe.decayShare());
        double fallen = recipe.rateSchedule() == RateSchedule.LINEAR ? decayed : Math.sqrt(decayed);
        return 1 - (1 - recipe.finalRateShare()) * fallen;
    }
}
