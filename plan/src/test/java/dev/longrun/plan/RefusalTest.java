package dev.longrun.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.longrun.run.RunFile;
import dev.longrun.run.RunFileException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RefusalTest {

    private static String refused(String yaml, Optional<MachineSpeed> machine, OptionalLong disk) {
        return assertThrows(RunFileException.class, () ->
            Resolver.resolve(RunFile.of(yaml, "a.yaml", List.of()), machine, disk)).getMessage();
    }

    private static String refused(String yaml) {
        return refused(yaml, Optional.of(Shapes.machine(1)), OptionalLong.empty());
    }

    @Test
    void acceleratorsNeedTokensOrABudget() {
        assertEquals("a.yaml: training.tokens: has no value; give tokens, or a budget (time, FLOP, tokens or "
            + "money), for example \"budget: 30 days\"", refused("hardware: h100-sxm-80gb"));
    }

    @Test
    void moneyNeedsAPrice() {
        assertEquals("a.yaml:1:9: budget: a budget in money needs hardware.price, or hardware.power and "
            + "economics.electricity", refused("budget: $20"));
    }

    @Test
    void thisMachineMustHaveBeenMeasured() {
        assertEquals("a.yaml:1:9: hardware.preset: \"this-machine\" has not been measured; measure it, or give "
            + "hardware.peak, hardware.memory, hardware.bandwidth and hardware.efficiency",
            refused("budget: 5 min", Optional.empty(), OptionalLong.empty()));
    }

    @Test
    void aModelLargerThanTheMemory() {
        assertEquals("a.yaml:1:8: model.preset: the run needs 28.0 GB of memory (optimiser: 8.80 GB) and this "
            + "machine has 16 GB; take a smaller model", refused("model: tinyllama-1.1b\nhardware: {memory: 16 GB}\n"
                + "training: {optimizer: adamw}"));
    }

    @Test
    void aModelLargerThanAnArray() {
        assertEquals("a.yaml:1:8: model.preset: 8,030,261,248 parameters; this machine trains at most 2,147,483,639",
            refused("model: llama-3-8b"));
    }

    @Test
    void aMicroBatchLargerThanTheMemory() {
        assertEquals("a.yaml:2:32: training.micro_batch_tokens: the run needs 24.8 GB of memory (activations: 24.6 GB) "
            + "and this machine has 24 GB; take fewer tokens at a time",
            refused("model: {width: 96, layers: 3, context: 128}\ntraining: {micro_batch_tokens: 1048576, "
                + "tokens: 20M}"));
    }

    @Test
    void moreThanTheDiskHolds() {
        assertEquals("a.yaml:1:9: training.keep_last: the run needs 25.2 MB of disk (3 checkpoints: 15.2 MB, tokens: "
            + "9.97 MB) and 25 MB are free; keep fewer, or take a smaller model",
            refused("budget: 5 min\ntraining: {optimizer: adamw}", Optional.of(Shapes.machine(1)),
                OptionalLong.of(25_000_000)));
        assertEquals("a.yaml:2:32: data.train_bytes: the run needs 580 GB of disk (3 checkpoints: 15.2 MB, "
            + "tokens: 580 GB) and 25 MB are free; read less text",
            refused("budget: 5 min\ndata: {source: x, train_bytes: 1 TB}\ntraining: {optimizer: adamw}",
                Optional.of(Shapes.machine(1)), OptionalLong.of(25_000_000)));
    }

    @Test
    void aVocabularyLargerThanTheTextBears() {
        assertEquals("a.yaml:1:21: model.vocabulary: \"100000\" needs at least 1.60 MB of training text, and "
            + "data.train_bytes allows 500 kB; at most 31250 would do",
            refused("model: {vocabulary: 100000}\ndata: {train_bytes: 500 kB}"));
    }

    @Test
    void headsThatDoNotDivide() {
        assertEquals("a.yaml:1:29: model.kv_heads: \"3\" must divide model.heads, which is \"4\"",
            refused("model: {heads: 4, kv_heads: 3}"));
    }

    @Test
    void whatIsOnlyPlannedIsNotTrainedHere() {
        String instead = "; to plan it, name accelerators, for example \"hardware: h100-sxm-80gb\"";
        assertEquals("a.yaml:1:18: model.experts: \"8\": this machine trains experts in mixtral, qwen3_moe, grok1 and "
            + "grok2" + instead, refused("model: {experts: 8}"));
        assertEquals("a.yaml:1:8: model.key_rank: \"512\": this machine trains no latent attention" + instead,
            refused("model: deepseek-v3"));
        assertEquals("a.yaml:1:17: model.family: \"mixtral\": it has experts, and model.experts does not say how many"
            + instead, refused("model: {family: mixtral}"));
        assertEquals("a.yaml:1:18: model.reading: \"sglang\": is a switch of grok2 alone" + instead,
            refused("model: {reading: sglang}"));
        assertEquals("a.yaml:1:19: model.key_rank: \"16\": this machine trains no latent attention" + instead,
            refused("model: {key_rank: 16, rope_width: 2}"));
        assertEquals("a.yaml:1:17: model.family: \"gpt\": this machine trains gpt2, with learned positions" + instead,
            refused("model: {family: gpt}"));
        assertEquals("a.yaml:1:21: model.activation: \"geglu\": this family has swiglu or relu2" + instead,
            refused("model: {activation: geglu}"));
        assertEquals("a.yaml:1:23: training.precision: \"fp8\": this machine trains in f32 and bf16 only" + instead,
            refused("training: {precision: fp8}"));
        assertEquals("a.yaml:1:16: layout.data: \"1\": this machine is a single computer" + instead,
            refused("layout: {data: 1}"));
        assertEquals("a.yaml:1:10: cluster.preset: \"llama-3-16k\": this machine is a single computer" + instead,
            refused("cluster: llama-3-16k"));
    }

    @Test
    void customHardwareNeedsItsFigures() {
        assertEquals("a.yaml: hardware.memory: has no value; hardware without a preset of the table needs it",
            refused("hardware: {peak: 100 TFLOP/s}\ntraining: {tokens: 1B}"));
    }
}
