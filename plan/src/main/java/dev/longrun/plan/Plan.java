package dev.longrun.plan;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longrun.page.Words;
import dev.longrun.run.Derivation;
import dev.longrun.run.ModelShape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

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
 * @param notes what a reader should know besides
 * @param derivations every value that the user did not give
 */
public record Plan(String name, String title, String shape, ParameterCount parameters, String countingRule,
    FlopCount flopPerToken, String flopConvention, double totalFlop, long tokens, long batchTokens, long steps,
    double tokensPerParameter, MemoryPlan memory, TimePlan time, Bill bill, LossForecast loss, List<String> notes,
    List<Derivation> derivations) {

    /** The text of {@code plan.json}. */
    public String json() {
        try {
            return JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(this)
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
            return JsonMapper.builder().build().readValue(file.toFile(), Plan.class);
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
