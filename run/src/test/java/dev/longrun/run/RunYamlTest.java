package dev.longrun.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunYamlTest {

    @Test
    void readsBackAsTheSameRun() {
        Random random = new Random(3);
        for (int i = 0; i < 150; i++) {
            Run run = Samples.run(random);
            List<Derivation> derivations = new ArrayList<>();
            Entry.VALUES.keySet().stream().filter(_ -> random.nextBoolean()).forEach(path -> derivations.add(
                new Derivation(path, "", "r # \n: \u2028 {[ \u0007" + path, random.nextBoolean() ? "" : "s")));
            String text = RunYaml.write(run, derivations);
            RunFile again = RunFile.of(text, "run.yaml", List.of(), Optional.empty());
            assertEquals(run, again.run(), text);
            assertEquals(List.of(), again.derivations());
            assertEquals(RunYaml.write(run, List.of()), RunYaml.write(again));
        }
    }

    @Test
    void saysTheRuleBehindEachDerivedValueAndNothingBehindAGivenOne() {
        Run run = Samples.run(new Random(1));
        String text = RunYaml.write(run, List.of(
            new Derivation("model.layers", "", "width / 32", "arXiv 2001.08361"),
            new Derivation("training.seed", "", "the first", "")));
        assertTrue(text.matches("(?s).*\n  layers: \\d+ +# width / 32 \\(arXiv 2001.08361\\)\n.*"), text);
        assertTrue(text.matches("(?s).*\n  seed: \\d+ +# the first\n.*"), text);
        assertEquals(3, text.lines().filter(line -> line.contains("# ")
            && !line.contains("prompts") && !line.contains("source:")).count(), text);
    }

    @Test
    void looksAsAPersonWouldWriteIt() {
        RunFile file = RunFile.of("budget: 5 min\nmodel: llama-3-8b\nhardware: {preset: tpu-v4, count: 6144}\n",
            "palm.yaml", List.of(), Optional.empty());
        Random random = new Random(2);
        Entry.VALUES.values().stream().filter(each -> !each.optional() && !file.has(each.path()))
            .forEach(each -> file.derive(each.path(), fixed(each, random), "rule", "source"));
        String text = RunYaml.write(file);
        assertTrue(text.startsWith("""
            # A resolved run file: a value with a remark behind it was derived, the others were given.
            name: palm                              # the file's name without its extension
            budget: 5 min

            model:
              preset: llama-3-8b
              family: llama                         # preset llama-3-8b (arXiv 2407.21783, table 3;"""), text);
        assertTrue(text.contains("""

            hardware:
              preset: tpu-v4
              count: 6144
              peak: 275 TFLOP/s                     # preset tpu-v4 (Epoch AI, training-cost-trends, chip data set, \
            2025-03-17)
              memory: 32 GB                         # preset"""), text);
        assertEquals(file.run(), RunFile.of(text, "other.yaml", List.of(), Optional.empty()).run());
    }

    private static Object fixed(Entry.Value entry, Random random) {
        return switch (entry.path()) {
            case "training.tokens", "training.batch_tokens", "training.micro_batch_tokens" -> 8192L;
            case "training.warmup_share", "training.decay_share" -> 0.25;
            case "data.source" -> List.of("jdk");
            default -> Samples.value(entry, random);
        };
    }

    @Test
    void namesWhatDiffersBetweenRuns() {
        Run run = Samples.run(new Random(1));
        assertEquals(RunYaml.values(run), RunYaml.values(run));
        assertEquals(Integer.toString(run.model().layers()), RunYaml.values(run).get("model.layers"));
    }
}
