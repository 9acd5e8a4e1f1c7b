package dev.longrun.plan;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.longrun.page.Words;
import dev.longrun.run.Derivation;
import dev.longrun.run.ModelShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a run will take, before it starts; {@code plan.json} is this record.
 *
 * @param name of the run
 * @param title one line for a person
 * @param shape the model in words
 * @param parameters by group
 * @param countingRule what N counts
 * @param flopPerToken by part
 * @param flopConvention what FLOP counts
 * @param totalFlop of all steps
 * @param tokens trained on: steps x batch
 * @param batchTokens a step
 * @param steps optimiser updates
 * @param tokensPerParameter D / N
 * @param memory by part
 * @param time by part
 * @param bill energy and money
 * @param loss expected at the end
 * @param cluster a step on accelerators; nothing on the computer at hand
 * @param outlook failures, energy, money and dates; likewise
 * @param notes what a reader should know besides
 * @param derivations every value that the user did not give
 */
public record Plan(String name, String title, String shape, ParameterCount parameters, String countingRule,
    FlopCount flopPerToken, String flopConvention, double totalFlop, long tokens, long batchTokens, long steps,
    double tokensPerParameter, MemoryPlan memory, TimePlan time, Bill bill, LossForecast loss,
    Optional<ClusterPlan> cluster, Optional<Outlook> outlook, List<String> notes, List<Derivation> derivations) {

    private static final JsonMapper JSON = JsonMapper.builder().addModule(new Jdk8Module())
        .addModule(new JavaTimeModule()).disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        .enable(SerializationFeature.INDENT_OUTPUT).build();

    /** The text of {@code plan.json}. */
    public String json() {
        try {
            return JSON.writeValueAsString(this)
                + "\n";
        } catch (IOException e) {
            throw new PlanException("the plan cannot be written as JSON: " + e.getMessage());
        }
    }

    /**
     * Reads a {@code plan.json}.
     *
     * @throws PlanException if it is not one
     */
    public static Plan read(Path file) {
        try {
            return JSON.readValue(file.toFile(), Plan.class);
        } catch (IOException e) {
            throw new PlanException(file + ": not a plan that this version can read");
        }
    }

    static String shapeInWords(ModelShape shape) {
        String heads = shape.keyRank().map(rank -> ", keys and values from " + rank).orElse(
            shape.kvHeads() == shape.heads() ? "" : ", " + shape.kvHeads() + " for keys and values");
        String feedForward = ClusterModel.of(shape).experts().map(mixture -> Words.format("%d of %d experts%s of %s%s",
            mixture.perToken(), mixture.count(), mixture.shared() == 0 ? "" : " and " + mixture.shared() + " shared",
            Words.exact(mixture.width()), mixture.denseLayers() == 0 ? "" : ", " + mixture.denseLayers()
                + " layers dense")).orElse("feed-forward " + Words.exact(shape.ffnWidth()));
        return Words.format("%s, %d layers, width %s, %d heads of %d%s, %s (%s), context %s, vocabulary %s",
            Names.of(shape.family()), shape.layers(), Words.exact(shape.width()), shape.heads(), shape.headWidth(),
            heads, feedForward, Names.of(shape.activation()), Words.exact(shape.context()),
            Words.exact(shape.vocabulary()));
    }
}
