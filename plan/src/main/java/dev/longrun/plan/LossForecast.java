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
 */
public record LossForecast(String prior, String source, String counting, double n, double bytes, double bytesPerToken,
    double bitsPerByte, double lowBitsPerByte, double highBitsPerByte, double lossNats, double lowLossNats,
    double highLossNats, List<String> reasons, LossLaw law) {

    /** A plan that was written before laws stood in it names one of the data file. */
    public LossForecast {
        law = law == null ? LossPrior.law(prior) : law;
    }

    /** Of a resolved run whose text has so many bytes a token; estimate them by {@link BytesPerToken}. */
    public static LossForecast of(Run run, double bytesPerToken) {
        double n = ParameterCount.of(run.model()).matricesAndHead();
        double bytes = run.training().tokens() * bytesPerToken;
        LossPrior prior = LossPrior.nearest(run.data().source(), n, bytes);
        double factor = 1 + prior.band();
        return of(prior.law(), n, bytes, bytesPerToken, factor, factor, prior.reasons());
    }

    /** The same by the law of a ladder of the run's own, with the ladder's band. */
    public static LossForecast of(Run run, LadderForecast ladder) {
        double n = ParameterCount.of(run.model()).matricesAndHead();
        LossLaw law = ladder.law();
        return of(law, n, run.training().tokens() * ladder.trainBytesPerToken(), ladder.validationBytesPerToken(),
            ladder.bitsPerByte() / ladder.low(), ladder.high() / ladder.bitsPerByte(), List.of(law.bandReason()));
    }

    /** The band is made of factors, so that its lower end stays above 0. */
    private static LossForecast of(LossLaw law, double n, double bytes, double bytesPerToken, double down, double up,
        List<String> reasons) {
        double bits = law.bitsPerByte(n, bytes);
        double nats = bits * Math.log(2) * bytesPerToken;
        return new LossForecast(law.name(), law.source() + "; " + law.date() + "; " + law.fittedOn(), law.counting(), n,
            bytes, bytesPerToken, bits, bits / down, bits * up, nats, nats / down, nats * up, reasons, law);
    }
}
