package dev.longrun.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.OptionalDouble;

/** A validation for machines. Errors and coverages are fractions; times seconds; memory bytes. */
public final class ValidationJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ValidationJson() {
    }

    /** The whole as text. */
    public static String write(Validation validation) {
        ObjectNode root = JSON.createObjectNode();
        root.put("units", "errors, biases and coverages are fractions (0.035 is 3.5 %); times are seconds");
        score(root.putObject("all"), validation.all());
        score(root.putObject("fp16_and_bf16"), validation.wide());
        ArrayNode groups = root.putArray("groups");
        validation.groups().forEach(group -> group(groups.addObject(), group));
        ArrayNode rows = root.putArray("rows");
        validation.groups().forEach(group -> group.predictions().forEach(each -> row(rows.addObject(), each)));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void group(ObjectNode node, Validation.Group group) {
        score(node, group.score());
        ArrayNode rankings = node.putArray("rankings");
        group.rankings().forEach(ranking -> rankings.addObject().put("what", ranking.what())
            .put("layouts", ranking.layouts()).put("first_choice", ranking.first())
            .put("measured_best", ranking.best()).put("first_choice_slower", ranking.slower()));
        ArrayNode skipped = node.putArray("skipped");
        group.skipped().forEach(each -> skipped.addObject().put("id", each.id()).put("reason", each.reason()));
    }

    private static void score(ObjectNode node, GroupScore score) {
        node.put("group", score.group());
        node.put("rows", score.rows());
        number(node, "step_time_mean_abs_error", score.meanError());
        number(node, "step_time_median_abs_error", score.medianError());
        number(node, "step_time_bias", score.bias());
        number(node, "coverage80", score.coverage());
        node.put("memory_rows", score.memoryRows());
        number(node, "memory_mean_abs_error", score.memoryError());
        node.put("oom_rows", score.outOfMemory());
        node.put("oom_flagged", score.flagged());
        node.put("fitting_rows_refused", score.refused());
    }

    private static void row(ObjectNode node, Prediction each) {
        MeasuredRun run = each.run();
        Layout layout = each.job().layout();
        StepTime time = each.time();
        node.put("id", run.id()).put("group", run.group()).put("calibrates", each.calibrates());
        number(node, "measured_step_seconds", run.seconds());
        node.put("predicted_step_seconds", time.seconds());
        node.put("predicted_low_seconds", time.seconds() * each.band().low());
        node.put("predicted_high_seconds", time.seconds() * each.band().high());
        number(node, "step_time_error", each.timeError());
        number(node, "measured_tflops_per_accelerator", run.tflops());
        node.put("predicted_tflops_per_accelerator", each.tflops());
        number(node, "measured_peak_memory_bytes", run.peakBytes());
        node.put("predicted_peak_memory_bytes", each.memory().peakBytes());
        number(node, "memory_error", each.memoryError());
        node.put("out_of_memory", run.outOfMemory()).put("predicted_fits", each.memory().fits());
        node.putObject("layout").put("tensor", layout.tensor()).put("pipeline", layout.pipeline())
            .put("interleave", layout.interleave()).put("data", layout.data()).put("context", layout.context())
            .put("expert", layout.expert()).put("micro_batch", layout.microBatch())
            .put("recompute", layout.recompute().name().toLowerCase(Locale.ROOT))
            .put("software", each.job().software().name().toLowerCase(Locale.ROOT))
            .put("micro_batch_published", run.microBatchKnown()).put("interleave_published", run.interleaveKnown())
            .put("recompute_published", run.recomputeKnown());
        node.putObject("seconds").put("compute", time.compute()).put("recompute", time.recompute())
            .put("ends", time.ends()).put("tensor", time.tensor()).put("exchange", time.exchange())
            .put("context", time.context()).put("gathers", time.gathers()).put("transfers", time.transfers())
            .put("bubble", time.bubble()).put("gradients", time.gradients()).put("optimizer", time.optimizer())
            .put("waiting", time.waiting());
    }

    private static void number(ObjectNode node, String name, OptionalDouble value) {
        if (value.isPresent()) {
            node.put(name, value.getAsDouble());
        } else {
            node.putNull(name);
        }
    }
}
