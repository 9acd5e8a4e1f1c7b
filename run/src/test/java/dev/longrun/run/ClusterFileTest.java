package dev.longrun.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run file says of giants: experts, layouts, clusters, arrivals; and what of it does not go together. */
class ClusterFileTest {

    private static RunFile read(String yaml) {
        return RunFile.of(yaml, "a.yaml", List.of(), Optional.empty());
    }

    static Stream<Arguments> bad() {
        return Stream.of(
            Arguments.of("hardware: {count: 16000}\nlayout: {tensor: 8, pipeline: 16, data: 128, context: 1}",
                "2:55: layout.context: tensor 8 x pipeline 16 x data 128 x context 1 = 16384 must be hardware.count, "
                + "which is \"16000\""),
            Arguments.of("hardware: {count: 1000}\nlayout: {tensor: 8, pipeline: 3}",
                "2:31: layout.pipeline: tensor 8 x pipeline 3 = 24 must divide hardware.count, which is \"1000\""),
            Arguments.of("hardware: {count: 8}\nlayout: {data: 16}",
                "2:16: layout.data: data 16 = 16 must divide hardware.count, which is \"8\""),
            Arguments.of("model: {heads: 12}\nlayout: {tensor: 8}",
                "2:18: layout.tensor: \"8\" must divide model.heads, which is \"12\""),
            Arguments.of("model: {context: 4096}\nlayout: {context: 3}",
                "2:19: layout.context: \"3\" must divide model.context, which is \"4096\""),
            Arguments.of("model: {layers: 4}\nlayout: {pipeline: 8}",
                "2:20: layout.pipeline: \"8\" stages are more than model.layers, which is \"4\""),
            Arguments.of("layout: {pipeline: 1, interleave: 2}",
                "1:35: layout.interleave: \"2\" chunks a stage need more than one stage (layout.pipeline)"),
            Arguments.of("model: {layers: 61}\nlayout: {pipeline: 8, interleave: 4}",
                "2:35: layout.interleave: \"4\" x layout.pipeline \"8\" = 32 must divide model.layers, which is "
                + "\"61\", or that with embedding and head (62, 63)"),
            Arguments.of("model: {layers: 4}\nlayout: {expert: 2}",
                "2:18: layout.expert: \"2\" needs a mixture of experts (model.experts)"),
            Arguments.of("model: {layers: 4, experts: 8}\nlayout: {expert: 3}",
                "2:18: layout.expert: \"3\" must divide model.experts, which is \"8\""),
            Arguments.of("model: {experts: 8}\nlayout: {expert: 8, tensor: 2, data: 2, context: 1}",
                "2:18: layout.expert: \"8\" must divide the 4 ranks of a stage, layout.tensor x data x context"),
            Arguments.of("model: {context: 1024}\ntraining: {batch_tokens: 10240}\nlayout: {data: 4}",
                "3:16: layout.data: \"4\" must divide the 10 sequences of a batch (training.batch_tokens over "
                + "model.context)"),
            Arguments.of("model: {context: 1024}\ntraining: {batch_tokens: 10240}\nlayout: {data: 5, micro_batch: 4}",
                "3:16: layout.data: \"5\" x layout.micro_batch \"4\" must divide the 10 sequences of a batch "
                + "(training.batch_tokens over model.context)"),
            Arguments.of("model: {experts_per_token: 2}",
                "1:28: model.experts_per_token: means nothing without model.experts"),
            Arguments.of("model: {experts: 2, experts_per_token: 3}",
                "1:40: model.experts_per_token: \"3\" must be at most model.experts, which is \"2\""),
            Arguments.of("model: {experts: 2, dense_layers: 4, layers: 4}",
                "1:35: model.dense_layers: \"4\" must be fewer than model.layers, which is \"4\""),
            Arguments.of("model: {value_width: 64}", "1:22: model.value_width: means nothing without model.key_rank"),
            Arguments.of("model: {key_rank: 64}",
                "1:19: model.key_rank: needs model.rope_width, the part of a head with the rotary embedding"),
            Arguments.of("model: {key_rank: 64, rope_width: 64, head_width: 64}",
                "1:35: model.rope_width: \"64\" must be less than model.head_width, which is \"64\""),
            Arguments.of("cluster: colosus-100k", "1:10: cluster.preset: \"colosus-100k\" is not known; did you mean "
                + "\"colossus-100k\"? (allowed: colossus-100k, llama-3-16k, one-node-of-8, superpod-1k)"),
            Arguments.of("cluster: {oversubscription: 1:7}",
                "1:29: cluster.oversubscription: \"1:7\" is not a number; example: 7"),
            Arguments.of("schedule: {arrivals: [2024-08-11 25k, soon]}", "1:22: schedule.arrivals: \"soon\" is not a "
                + "day and a number of accelerators; example: 2024-09-02 100k"),
            Arguments.of("schedule: {arrivals: [2024-08-11 0]}", "1:22: schedule.arrivals: \"2024-08-11 0\" is not a "
                + "day and a number of accelerators; example: 2024-09-02 100k"),
            Arguments.of("schedule: {arrivals: [2024-08-11 1e999999999]}", "1:22: schedule.arrivals: "
                + "\"2024-08-11 1e999999999\" is not a day and a number of accelerators; example: 2024-09-02 100k"),
            Arguments.of("schedule: {arrivals: [2024-08-11 25k, 2024-08-10 100k]}", "1:22: schedule.arrivals: "
                + "\"2024-08-10 100k\" must be later, and more, than the stage before"),
            Arguments.of("hardware: {count: 90k}\nschedule: {arrivals: 2024-08-11 100k}",
                "2:22: schedule.arrivals: end with 100000 accelerators; hardware.count is \"90000\""),
            Arguments.of("schedule: {announced: 2024-07-22, deadline: 2024-07-01}", "1:45: schedule.deadline: "
                + "\"2024-07-01\" must be after schedule.announced, which is \"2024-07-22\""),
            Arguments.of("economics: {ownership: leased}",
                "1:24: economics.ownership: \"leased\" is not known (allowed: rented, owned)"),
            Arguments.of("training: {precision: fp7}",
                "1:23: training.precision: \"fp7\" is not known; did you mean \"fp8\"? (allowed: f32, bf16, fp16, "
                + "fp8, mxfp8, nvfp4)"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void saysInOneLineWhatDoesNotGoTogether(String yaml, String line) {
        assertEquals("a.yaml:" + line, assertThrows(RunFileException.class, () -> read(yaml)).getMessage());
    }

    /** Layouts that were run: Llama 3 405B (arXiv 2407.21783, table 4) and DeepSeek-V3 (arXiv 2412.19437, 3.2). */
    @ParameterizedTest
    @MethodSource("published")
    void publishedLayoutsAreTaken(String yaml) {
        assertTrue(read(yaml).has("layout.tensor"));
    }

    static Stream<String> published() {
        return Stream.of(
            "model: llama-3-405b\nhardware: {preset: h100-sxm-80gb, count: 16384}\ncluster: llama-3-16k\n"
                + "training: {batch_tokens: 16777216}\n"
                + "layout: {tensor: 8, pipeline: 16, interleave: 8, data: 128, context: 1, micro_batch: 1}",
            "model: deepseek-v3\nhardware: {preset: h800-sxm-80gb, count: 2048}\n"
                + "training: {precision: fp8, batch_tokens: 62914560}\n"
                + "layout: {tensor: 1, pipeline: 16, expert: 64, data: 128, context: 1, sharding: optimizer}");
    }

    @Test
    void aClusterComesFromTheTableAndIsOverridden() {
        RunFile file = read("cluster: {preset: llama-3-16k, oversubscription: 2}");
        assertEquals(Optional.of(3072L), file.value("cluster.pod", Long.class));
        assertEquals(Optional.of(2.0), file.value("cluster.oversubscription", Double.class));
    }

    @Test
    void hardwareArrivesInStages() {
        Schedule schedule = new Schedule(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.of(List.of("2024-07-22 32k", "2024-09-02  100_000")), Optional.empty());
        assertEquals(List.of(new Schedule.Arrival(LocalDate.of(2024, 7, 22), 32_000),
            new Schedule.Arrival(LocalDate.of(2024, 9, 2), 100_000)), schedule.stages());
    }

    /** A run folder of the first version holds such a file; no key that came later may be missed in it. */
    @Test
    void aFileResolvedByTheFirstVersionStillBinds() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("resolved-0.1.yaml")) {
            String yaml = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Run run = read(yaml).run();
            assertEquals(64, run.model().width());
            assertEquals(Optional.empty(), run.model().experts());
            assertEquals(Optional.empty(), run.layout().tensor());
            assertEquals(0, run.training().dropout());
            // And it is written as it was, with what is no longer left out.
            List<String> later = List.of("  dropout:", "  epochs:", "  deduplicate:", "  balance_loss:",
                "  router_loss:");
            assertEquals(yaml.lines().filter(line -> !line.startsWith("#")).toList(), RunYaml.write(run, List.of())
                .lines().filter(line -> !line.startsWith("#") && later.stream().noneMatch(line::startsWith)).toList());
        }
    }

    @Test
    void aPartThatNoTableHasIsDescribedByItsFigures() {
        RunFile file =
            read("hardware: {preset: h100-sxm-80gb, memory: 96 GB, bandwidth: 2.4 TB/s, board_power: 500 W}");
        assertEquals(Optional.of(96_000_000_000L), file.value("hardware.memory", Long.class));
        assertEquals(Optional.of(989.4e12), file.value("hardware.peak", Double.class));
    }
}
