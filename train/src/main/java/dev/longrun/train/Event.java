package dev.longrun.train;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * One line of {@code journal.jsonl}. Times ({@code at}) are ISO-8601 instants; losses are nats a token; {@code step} is
 * the number of optimiser updates done.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Event.Started.class, name = "started"),
    @JsonSubTypes.Type(value = Event.Skipped.class, name = "skipped"),
    @JsonSubTypes.Type(value = Event.Prepared.class, name = "prepared"),
    @JsonSubTypes.Type(value = Event.Resumed.class, name = "resumed"),
    @JsonSubTypes.Type(value = Event.Step.class, name = "step"),
    @JsonSubTypes.Type(value = Event.Evaluated.class, name = "evaluated"),
    @JsonSubTypes.Type(value = Event.Foretold.class, name = "foretold"),
    @JsonSubTypes.Type(value = Event.Sampled.class, name = "sampled"),
    @JsonSubTypes.Type(value = Event.Saved.class, name = "saved"),
    @JsonSubTypes.Type(value = Event.Profiled.class, name = "profiled"),
    @JsonSubTypes.Type(value = Event.Routed.class, name = "routed"),
    @JsonSubTypes.Type(value = Event.Stopped.class, name = "stopped"),
    @JsonSubTypes.Type(value = Event.Finished.class, name = "finished")})
public sealed interface Event {

    /** When it happened. */
    String at();

    /** A process took up the run, at {@code step} of {@code steps}. */
    record Started(String at, long step, long steps, String longrun, String java, String cpu, int threads)
        implements Event {
    }

    /** A file of the corpus was left out. */
    record Skipped(String at, String file, String reason) implements Event {
    }

    /** The text is ready: documents and bytes by split, tokens, and the n-gram floor in bits per byte. */
    record Prepared(String at, long trainDocuments, long validationDocuments, long duplicates,
        long duplicateBytes, long skipped, long trainBytes, long validationBytes, long trainTokens,
            long validationTokens, double ngramBitsPerByte,
        double seconds) implements Event {
    }

    /** Training goes on from a checkpoint; {@code refused} says which newer ones were not fit, and why. */
    record Resumed(String at, long step, String checkpoint, List<String> refused) implements Event {
    }

    /** A step. {@code bitsPerByte} is the step's loss in the corpus's mean bytes a token; speeds are of this step. */
    record Step(String at, long step, long tokens, double loss, double bitsPerByte, double gradientNorm,
        double learningRate, double tokensPerSecond, double mfu, double forecastLoss) implements Event {
    }

    /** A full pass over the validation split. */
    record Evaluated(String at, long step, double loss, double bitsPerByte, double forecastLoss, double seconds)
        implements Event {
    }

    /**
     * The forecast of the run's end as it stands after an evaluation: the one it set out with, moved by what was seen.
     *
     * @param bitsPerByte median at the end
     * @param low lower end of the 80 % band
     * @param high upper end
     * @param outsideSince since which evaluation, by its step, the losses lie outside the band that the run set out
     *     with; 0 while they lie inside
     * @param goal bits per byte to end at or below; 0 for none
     * @param goalChance the chance of it
     * @param deadlineChance the chance to be done within the budget's time and by the deadline; negative without either
     */
    record Foretold(String at, long step, double bitsPerByte, double low, double high, long outsideSince, double goal,
        double goalChance, double deadlineChance) implements Event {
    }

    /** A prompt, completed at temperature 0. */
    record Sampled(String at, long step, String prompt, String completion) implements Event {
    }

    /**
     * The checkpoint of {@code step} is complete on disk. It is written behind training, so later steps may come
     * before.
     *
     * @param seconds from its beginning until it was in place; 0 when the process that wrote it was killed right after
     * @param stallSeconds for how long of that training stood still
     */
    record Saved(String at, long step, String checkpoint, long bytes, double seconds, double stallSeconds)
        implements Event {
    }

    /**
     * Where the time of a process went between its first step and now, when it came to its end or was interrupted.
     *
     * @param steps that it did
     * @param seconds wall time; the parts add up to it
     * @param peakFlops of matrix products on this machine, FLOP/s
     */
    record Profiled(String at, long step, long steps, double seconds, double peakFlops, List<PartTime> parts)
        implements Event {
    }

    /** One part; {@code flop} is what its matrix products take by the plan's count, 0 where it has none. */
    record PartTime(String part, double seconds, double flop) {
    }

    /**
     * Where the routers sent the tokens of the steps since the evaluation before.
     *
     * @param shares a layer each, the share of its tokens' places that each expert got
     * @param entropyNats a layer each, the mean entropy of the router's probabilities
     * @param dropped tokens that found no place at an expert
     */
    record Routed(String at, long step, List<List<Double>> shares, List<Double> entropyNats, long dropped)
        implements Event {
    }

    /** The process stopped before the end: interrupted, or by the guard. {@code checkpoint} is the last good one. */
    record Stopped(String at, long step, String reason, String checkpoint) implements Event {
    }

    /** The run is done. Seconds and peak memory beside what was planned; losses of the last evaluation. */
    record Finished(String at, long step, double loss, double bitsPerByte, double forecastLoss, double seconds,
        double plannedSeconds, long peakMemoryBytes, long plannedMemoryBytes) implements Event {
    }
}
