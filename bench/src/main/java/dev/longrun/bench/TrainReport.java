package dev.longrun.bench;

import java.util.List;
import java.util.Map;

/**
 * What {@code longrun bench train} found.
 *
 * @param cpu the processor's name
 * @param date of the measurement, ISO-8601
 * @param java version of the JVM
 * @param shape that was trained
 * @param batchTokens tokens of a step
 * @param flopPerToken of training
 * @param gpt2Parameters of the GPT-2-like model of the same widths
 * @param gpt2FlopPerToken of that
 * @param windows in alternation
 * @param peakGflops most f32 multiply-adds from registers, GFLOP/s over all threads: the best of the run
 * @param ceilingTokensPerSecond what the peak would allow, if a step were nothing but products at the peak
 * @param ours Longrun
 * @param peers the other, if any, with the same model from the same weights
 * @param ratios Longrun's speed over the peer's, window by window
 * @param tried the peer's settings that were tried, tokens a second of each
 * @param parts Longrun's seconds a step by part
 */
record TrainReport(String cpu, String date, String java, String shape, int batchTokens, long flopPerToken,
    long gpt2Parameters, long gpt2FlopPerToken, int windows, double peakGflops, double ceilingTokensPerSecond,
    TrainSide ours, List<TrainSide> peers, List<Spread> ratios, List<Tried> tried, Map<String, Double> parts) {

    /**
     * A setting that was tried.
     *
     * @param setting in words
     * @param tokensPerSecond in a short window
     */
    record Tried(String setting, double tokensPerSecond) {
    }
}
