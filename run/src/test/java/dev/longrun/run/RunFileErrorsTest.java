package dev.longrun.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RunFileErrorsTest {

    private static final String ROOT =
        " (allowed: name, budget, goal, model, data, training, hardware, cluster, layout, schedule, economics)";
    private static final String SHAPE = " (allowed: preset, family, layers, width, heads, kv_heads, head_width, "
        + "key_rank, query_rank, rope_width, value_width, ffn_width, experts, experts_per_token, shared_experts, "
        + "expert_width, dense_layers, window, reading, vocabulary, context, activation, qk_norm, tied_head, "
        + "rope_base, norm_epsilon)";
    private static final String DATES =
        " (allowed: as_of, announced, start, deadline, arrivals, post_training)";

    static Stream<Arguments> badFiles() {
        return Stream.of(
            bad("model:\n  widht: 64", "2:3: model.widht: unknown key; did you mean \"width\"?" + SHAPE),
            bad("model:\n  kvHeads: 2", "2:3: model.kvHeads: unknown key; did you mean \"kv_heads\"?" + SHAPE),
            bad("modle: x", "1:1: modle: unknown key; did you mean \"model\"?" + ROOT),
            bad("batch_tokens: 4", "1:1: batch_tokens: unknown key; did you mean \"training.batch_tokens\"?" + ROOT),
            bad("zebra: 4", "1:1: zebra: unknown key" + ROOT),
            bad("\"a\\e[31m\\nb\": 4", "1:1: a\\u001b[31m\\nb: unknown key" + ROOT),
            bad("model: {heads: 12x}", "1:16: model.heads: \"12x\" is not a whole number; example: 4"),
            bad("model: {heads: 1.5}", "1:16: model.heads: \"1.5\" is not a whole number; example: 4"),
            bad("model: {heads: }", "1:15: model.heads: has no value, must be a whole number; example: 4"),
            bad("model: {heads: [4]}", "1:16: model.heads: is a list, must be a whole number; example: 4"),
            bad("model: {heads: {a: 4}}",
                "1:16: model.heads: has keys of its own, must be a whole number; example: 4"),
            bad("model: {heads: !!python/object x}",
                "1:16: model.heads: \"x\" is not a whole number; example: 4"),
            bad("model: {heads: !x 4}", "1:16: model.heads: tags (!x) are not used in run files"),
            bad("model: {layers: 0}", "1:17: model.layers: \"0\" must be at least 1"),
            bad("model: {width: 1_000_001}", "1:16: model.width: \"1_000_001\" must be at most 1000000"),
            bad("model: {vocabulary: 99T tokens}",
                "1:21: model.vocabulary: \"99T tokens\" must be at most 10M tokens"),
            bad("model: {qk_norm: yes}", "1:18: model.qk_norm: \"yes\" must be true or false"),
            bad("model: {activation: swigul}", "1:21: model.activation: \"swigul\" is not known; "
                + "did you mean \"swiglu\"? (allowed: swiglu, relu2, gelu, geglu)"),
            bad("model: {preset: lama-3-8b}", "1:17: model.preset: \"lama-3-8b\" is not known; did you mean "
                + "\"llama-3-8b\"? (allowed: bloom-176b, deepseek-v3, gemma-2-2b, gemma-3-1b, gpt-3-175b, gpt2, "
                + "grok-1, grok-2, grok-3, llama-2-7b, llama-3-405b, llama-3-70b, "
                + "llama-3-8b, llama-3.2-1b, mistral-7b, mixtral-8x7b, qwen2.5-0.5b, "
                + "qwen3-0.6b, qwen3-1.7b, qwen3-30b-a3b, qwen3-8b, tinyllama-1.1b)"),
            bad("training: {seed: 9223372036854775808}",
                "1:18: training.seed: \"9223372036854775808\" must be at most 9223372036854775807"),
            bad("training: {tokens: 5 min}",
                "1:20: training.tokens: \"5 min\" is not a whole number of tokens; example: 4M"),
            bad("training: {tokens: 1.5}",
                "1:20: training.tokens: \"1.5\" is not a whole number of tokens; example: 4M"),
            bad("training: {warmup_share: 110 %}", "1:26: training.warmup_share: \"110 %\" must be at most 100 %"),
            bad("training: {checkpoint_seconds: soon}",
                "1:32: training.checkpoint_seconds: \"soon\" is not a duration; example: 5 min"),
            bad("training: {prompts: [a, [b]]}", "1:25: training.prompts: is a list, must be a text"),
            bad("training: {prompts: [a, ]\n", "2:1: not valid YAML: expected ',' or '}' before the end"),
            bad("schedule: 2024-12-31",
                "1:11: schedule: \"2024-12-31\" is a single value, must be keys with values" + DATES),
            bad("schedule: {start: 31.12.2024}",
                "1:19: schedule.start: \"31.12.2024\" is not a date; example: 2024-07-22"),
            bad("schedule: {start: 2024-02-30}",
                "1:19: schedule.start: \"2024-02-30\" is not a date; example: 2024-07-22"),
            bad("budget: 10M", "1:9: budget: \"10M\" is not an amount of time, FLOP, tokens or money; "
                + "examples: 5 min, 1e15 FLOP, 10M tokens, $20"),
            bad("budget: 0 min", "1:9: budget: \"0 min\" must be above 0"),
            bad("hardware: {price: 2 EUR/h}", "1:19: hardware.price: \"2 EUR/h\" is not a price in US dollars an "
                + "hour; example: $2.10/h"),
            bad("data: {field: ''}", "1:15: data.field: \"\" is not a text; example: text"),
            bad("data: []", "1:7: data.source: is an empty list; example: jdk"),
            bad("name: a/b", "1:7: name: \"a/b\" is not fit for a folder: letters, digits, \".\", \"_\" and \"-\", "
                + "beginning with a letter, a digit or \"_\", at most 100 characters; example: laptop"),
            bad("budget: 5 min\nname: a\nname: b", "3:1: name: given twice, first in line 2"),
            bad("? [a]\n: b", "1:3: a key must be a plain word"),
            bad("model:\n  heads: 4\n  kv_heads: 3",
                "3:13: model.kv_heads: \"3\" must divide model.heads, which is \"4\""),
            bad("model: {head_width: 33}", "1:21: model.head_width: \"33\" must be even; example: 32"),
            bad("model: {context: 256}\ntraining: {micro_batch_tokens: 4K}", "2:32: training.micro_batch_tokens: "
                + "\"4K tokens\" must be a multiple of model.context, which is \"256 tokens\""),
            bad("training: {micro_batch_tokens: 512, batch_tokens: 768}", "1:51: training.batch_tokens: "
                + "\"768 tokens\" must be a multiple of training.micro_batch_tokens, which is \"512 tokens\""),
            bad("training: {tokens: 512, batch_tokens: 768}", "1:20: training.tokens: "
                + "\"512 tokens\" must be at least one batch, training.batch_tokens, which is \"768 tokens\""),
            bad("training: {warmup_share: 0.6, decay_share: 0.5}", "1:26: training.warmup_share: "
                + "\"60 %\" must leave room in the run for training.decay_share, which is \"50 %\""),
            bad("schedule: {start: 2024-12-31, deadline: 2024-12-31}", "1:41: schedule.deadline: "
                + "\"2024-12-31\" must be after schedule.start, which is \"2024-12-31\""),
            bad("model: llama-3-8b\ntraining: {micro_batch_tokens: 10K}", "2:32: training.micro_batch_tokens: "
                + "\"10K tokens\" must be a multiple of model.context, which is \"8192 tokens\""),
            bad("model: {preset: llama-3-8b, heads: 12}",
                "1:17: model.kv_heads: \"8\" must divide model.heads, which is \"12\""),
            bad("# nothing", null, "is empty; a run file needs at least a budget, for example \"budget: 5 min\""),
            bad("just text",
                "1:1: \"just text\" is a single value, must be keys with values" + ROOT),
            bad("- a\n- b", "1:1: is a list, must be keys with values" + ROOT),
            bad("model:\n\twidth: 4", "2:1: not valid YAML: a tab does not indent; use spaces"),
            bad("a: b: c", "1:5: not valid YAML: a second \": \" in a line; a text with it must stand in quotes, "
                + "a key must stand in a line of its own"),
            bad("data: [**/*.md]", "1:9: not valid YAML: a text that begins with * must stand in quotes"),
            bad("data: @x", "1:7: not valid YAML: a text that begins with @ must stand in quotes"),
            bad("model:\n  width: 64\n layers: 3",
                "3:2: not valid YAML: the indentation does not fit the lines above"),
            bad("name: \"a", "1:9: not valid YAML: found unexpected end of stream"),
            bad("budget: 5 min\n---\nbudget: 6 min", "2:1: not valid YAML: a second document (---) in the file"),
            bad("a: \"\u0007\"", "1:5: character U+0007 is not allowed in YAML"),
            bad("model: &m {width: 64}\nhardware: *m", "2:11: references (*m) are not used in run files; "
                + "write the value out"),
            bad("a: " + "[".repeat(5000), "1:19: nested more than 16 deep"));
    }

    private static Arguments bad(String yaml, String line) {
        return Arguments.of(yaml, "a b.yaml:" + line);
    }

    private static Arguments bad(String yaml, Void noPlace, String line) {
        return Arguments.of(yaml, "a b.yaml: " + line);
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void saysInOneLineWhereAndWhatAndWhatWouldBeRight(String yaml, String line) {
        assertEquals(line, error(yaml));
    }

    @Test
    void saysAllAtOnceInTheFilesOrder() {
        assertEquals("""
            a b.yaml:1:9: budget: "x" is not an amount of time, FLOP, tokens or money; examples: 5 min, 1e15 FLOP, \
            10M tokens, $20
            a b.yaml:3:10: model.width: "6x" is not a whole number; example: 128
            a b.yaml:4:10: model.heads: "-1" must be at least 1
            --set model.layers=0: "0" must be at least 1""",
            error("budget: x\nmodel:\n  width: 6x\n  heads: -1\n", "model.layers=0"));
    }

    @ParameterizedTest
    @MethodSource("badOverrides")
    void saysWhichOverrideIsWrong(String override, String line) {
        assertEquals(line, error("budget: 5 min", override));
    }

    static Stream<Arguments> badOverrides() {
        return Stream.of(
            Arguments.of("model.widht=64",
                "--set model.widht=64: unknown key; did you mean \"width\"?" + SHAPE),
            Arguments.of("modle.width=64", "--set modle.width=64: unknown key; did you mean \"model\"?" + ROOT),
            Arguments.of("model.width=", "--set model.width=: has no value"),
            Arguments.of("model.width", "--set model.width: must be KEY=VALUE; example: --set model.width=64"),
            Arguments.of("=4", "--set =4: must be KEY=VALUE; example: --set model.width=64"),
            Arguments.of("model.width.x=4", "--set model.width.x=4: model.width has no keys of its own"),
            Arguments.of("model={width: 6x}",
                "--set model={width: 6x}: model.width: \"6x\" is not a whole number; example: 128"),
            Arguments.of("data.source=[a", "--set data.source=[a: not valid YAML: expected ',' or ']' before the end"),
            Arguments.of("schedule=x", "--set schedule=x: \"x\" is a single value, must be keys with values" + DATES));
    }

    @Test
    void refusesFilesThatAreNoText(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("çalışma 1.yaml");
        assertEquals(file + ": no such file", error(file));
        Files.write(file, "budget: 5 min\nname: ".getBytes(StandardCharsets.UTF_8));
        Files.write(file, new byte[] {'x', (byte) 0xff}, java.nio.file.StandardOpenOption.APPEND);
        assertEquals(file + ":2:8: byte 0xff is not UTF-8 text; save the file as UTF-8", error(file));
        Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xc3});
        assertEquals(file + ":1:4: byte 0xc3 is not UTF-8 text; save the file as UTF-8", error(file));
        Files.write(file, new byte[(1 << 20) + 1]);
        assertEquals(file + ": is larger than 1 MiB, which no run file is", error(file));
        Files.write(file, new byte[0]);
        assertTrue(error(file).startsWith(file + ": is empty;"));
        assertEquals(folder + ": is a folder, not a file", error(folder));
    }

    @Test
    void readsALargeFileInNoTime() {
        String key = "k".repeat(1 << 19);
        assertTrue(error(key + ": 1\nbudget: " + key).length() < 1000);
        assertTrue(error("a: [" + "x, ".repeat(300_000)).contains("not valid YAML"));
    }

    private static String error(Path file) {
        return assertThrows(RunFileException.class, () -> RunFile.read(file, List.of())).getMessage();
    }

    private static String error(String yaml, String... overrides) {
        return assertThrows(RunFileException.class,
            () -> RunFile.of(yaml, "a b.yaml", List.of(overrides), Optional.empty())).getMessage();
    }
}
