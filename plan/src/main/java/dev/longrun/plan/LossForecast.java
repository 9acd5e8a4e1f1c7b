package dev.longrun.plan;

import dev.longrun.run.Run;
import java.util.List;

/**
 * The validation loss expected at the end of the run, with an 80 % band.
 *
 * @param prior name of the law
 * @param source who says so, and when
 * @param counting how N is counted
 * @param n parameters as the law here counts them
 * @param bytes of text trained on
 * @param bytesPerToken used to turn bits per byte into nats per token
 * @param bitsPerByte expected
 * @param lowBitsPerByte lower end of the 80 % band
 * @param highBitsPerByte upper end
 * @param lossNats expected, nats per token
 * @param lowLossNats lower end
 * @param highLossNats upper end
 * @param reasons why the band is so wide
 * @param law the law itself
 * @param annealShare what the decay of the learning rate takes off, as a share of the loss
 */
public record LossForecast(String prior, String source, String counting, double n, double bytes, double bytesPerToken,
    double bitsPerByte, double lowBitsPerByte, double highBitsPerByte, double lossNats, double lowLossNats,
    double highLossNats, List<String> reasons, LossLaw law, double annealShare) {

    /** A plan that was written before laws stood in it names one of the data file; likewise with the decay. */
    public LossForecast {
        law = law == null ? LossPrior.law(prior) : law;
        annealShare = annealShare == 0 ? LossCurve.ANNEAL_SHARE : annealShare;
    }

    /** Of a resolved run whose text has so many bytes a token; estimate them by {@link BytesPerToken}. */
    public static LossForecast of(Run run, double bytesPerToken) {
        double n = ParameterCount.of(run.model()).matricesAndHead();
        double bytes = run.training().tokens() * bytesPerToken;
        return of(LossPrior.nearest(run.data().source(), n, bytes), n, bytes, bytesPerToken,
            LossCurve.ANNEAL_SHARE);
    }

    /** The same by the law of a ladder of the run's own, with the ladder's band. */
    public static LossForecast of(Run run, LadderForecast ladder) {
        double n = ParameterCount.of(run.model()).matricesAndHead();
        LossLaw law = ladder.law();
        return of(new LossPrior(law, law.band(), List.of(law.bandReason())), n,
            run.training().tokens() * ladder.trainBytesPerToken(), ladder.validationBytesPerToken(),
            ladder.annealShare());
    }

    private static LossForecast of(LossPrior prior, double n, double bytes, double bytesPerToken,
        double annealShare) {
        LossLaw law = prior.law();
        double bits = law.bitsPerByte(n, bytes);
        // The band is a factor, so that its lower end stays above 0.
        double factor = 1 + prior.band();
        double nats = bits * Math.log(2) * bytesPerToken;
        return new LossForecast(law.name(), law.source() + "; " + law.date() + "; " + law.fittedOn(), law.counting(), n,
            bytes, bytesPerToken, bits, bits / factor, bits * factor, nats, nats / factor, nats * factor,
            prior.reasons(), law, annealShare);
    }
}
