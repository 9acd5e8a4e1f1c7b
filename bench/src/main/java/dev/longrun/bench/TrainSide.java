package dev.longrun.bench;

import java.util.List;

/**
 * How fast one of the two trains.
 *
 * @param who name and version
 * @param precision of products, or of all
 * @param setting threads and what else was chosen
 * @param parameters of the model
 * @param tokensPerSecond over the windows
 * @param peakShare of the FMA peak measured in the same run: FLOP a token times tokens a second, over the peak
 * @param firstLosses of the steps that both took to show that they train alike, nats a token
 */
record TrainSide(String who, String precision, String setting, long parameters, Spread tokensPerSecond,
    double peakShare, List<Double> firstLosses) {
}
