package dev.longrun.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * What a comparison of two runs found.
 *
 * @param a name of the first
 * @param b name of the second
 * @param differences between them at the largest level, a line each
 * @param flopConvention how FLOP are counted
 * @param validation on which text the loss was measured
 * @param duplicates documents and bytes that each side left out of its training text at the largest level
 * @param epochs how often each side read its training text at the largest level
 * @param levels every run, by level
 * @param diverged the runs that did, a line each; then there is no gain
 * @param gain what B is worth
 */
public record Comparison(String a, String b, List<String> differences, String flopConvention, String validation,
    Sides duplicates, Sides epochs, List<ComputeGain.Level> levels, List<String> diverged,
    Optional<ComputeGain> gain) {

    /** The answer in a word. */
    public enum Verdict {
        /** B reaches the same loss with less compute. */
        B_BETTER,
        /** A does. */
        A_BETTER,
        /** The band holds 1: no difference that the seeds' noise would not make. */
        CANNOT_TELL,
        /** A run diverged. */
        DIVERGED
    }

    private static final JsonMapper JSON = JsonMapper.builder().addModule(new Jdk8Module())
        .enable(SerializationFeature.INDENT_OUTPUT).build();

    /** For machines. */
    public String json() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A figure of each side in words. */
    public record Sides(String a, String b) {
    }

    /** By FLOP. */
    @JsonProperty
    public Verdict verdict() {
        return gain.map(found -> verdict(found.flop())).orElse(Verdict.DIVERGED);
    }

    /** By time. */
    @JsonProperty
    public Verdict verdictInSeconds() {
        return gain.map(found -> verdict(found.seconds())).orElse(Verdict.DIVERGED);
    }

    private static Verdict verdict(ComputeGain.Band band) {
        return band.holdsOne() ? Verdict.CANNOT_TELL : band.value() < 1 ? Verdict.B_BETTER : Verdict.A_BETTER;
    }
}
