package dev.longrun.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.engine.Engine.Next;
import dev.longrun.model.Architecture;
import dev.longrun.model.Decoder;
import dev.longrun.model.Model;
import dev.longrun.model.ModelException;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.weights.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineTest {

    @TempDir
    private Path folder;

    private Path gguf(String family, TensorType type) {
        Path file = folder.resolve(family + ".gguf");
        RandomGguf.write(file, TinyModels.all().get(family), type, 7);
        return file;
    }

    private static int[] tokens(int count, long seed) {
        return new SplittableRandom(seed).ints(count, 0, 300).toArray();
    }

    private static float[] alone(Engine engine, int[] tokens) {
        Sequence sequence = engine.sequence(tokens.length);
        return Arrays.copyOf(engine.feed(List.of(new Next(sequence, tokens, tokens.length))),
            engine.architecture().vocabulary());
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "qwen3moe", "gemma3", "gpt2", "grok2"})
    void companyAndCutsChangeNoBit(String family) {
        Path file = gguf(family, TensorType.F16);
        float[][] expected = new float[3][];
        int[][] prompts = {tokens(61, 1), tokens(1, 2), tokens(150, 3)};
        try (ThreadTeam team = new ThreadTeam(1); Engine engine = Engine.open(file, team)) {
            for (int i = 0; i < prompts.length; i++) {
                expected[i] = alone(engine, prompts[i]);
            }
        }
        SplittableRandom random = new SplittableRandom(5);
        try (ThreadTeam team = new ThreadTeam(2); Engine engine = Engine.open(file, team)) {
            for (int trial = 0; trial < 4; trial++) {
                Sequence[] sequences = new Sequence[prompts.length];
                for (int i = 0; i < prompts.length; i++) {
                    sequences[i] = engine.sequence(200);
                }
                int left = prompts.length;
                while (left > 0) {
                    List<Next> batch = new ArrayList<>();
                    List<Integer> whose = new ArrayList<>();
                    for (int i = 0; i < prompts.length; i++) {
                        int from = sequences[i].position();
                        if (from < prompts[i].length) {
                            int count = Math.min(prompts[i].length - from, 1 + random.nextInt(trial == 0 ? 1 : 90));
                            int[] some = Arrays.copyOfRange(prompts[i], from, from + count);
                            batch.add(new Next(sequences[i], some, count));
                            whose.add(i);
                        }
                    }
                    float[] logits = engine.feed(batch);
                    int vocabulary = engine.architecture().vocabulary();
                    for (int b = 0; b < batch.size(); b++) {
                        int i = whose.get(b);
                        if (sequences[i].position() == prompts[i].length) {
                            left--;
                            assertArrayEquals(expected[i], Arrays.copyOfRange(logits, b * vocabulary,
                                (b + 1) * vocabulary), family + ", prompt " + i + ", trial " + trial);
                        }
                    }
                }
            }
        }
    }

    @Test
    void aRunsFolderSpeaksAsTheModelThatWasTrained() throws IOException {
        Files.writeString(folder.resolve("config.json"), """
            {"model_type": "llama", "vocab_size": 300, "hidden_size": 48, "intermediate_size": 100,
             "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 16,
             "max_position_embeddings": 64, "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
             "tie_word_embeddings": true, "hidden_act": "silu"}
            """);
        Model model = Model.create(Architecture.read(folder.resolve("config.json")), 3);
        model.save(folder);
        int[] prompt = tokens(40, 4);
        try (ThreadTeam team = new ThreadTeam(2); Engine engine = Engine.open(folder, team)) {
            Decoder expected = model.decoder(team, 64);
            Decoder is = engine.decoder(64);
            // the same sums in the same order, but for attention over pages and the cosines' own rounding
            assertArrayEquals(expected.feed(prompt, 40), is.feed(prompt, 40), 1e-5f);
        }
    }

    @Test
    void whatCannotBeRunIsSaidInOneLine() throws IOException {
        Path file = gguf("llama", TensorType.F32);
        byte[] bytes = Files.readAllBytes(file);
        Path broken = Files.write(folder.resolve("broken.gguf"), Arrays.copyOf(bytes, bytes.length / 2));
        Path q5 = folder.resolve("q5.gguf");
        RandomGguf.write(q5, TinyModels.all().get("llama"), TensorType.Q5_0, 1);
        try (ThreadTeam team = new ThreadTeam(1)) {
            for (Path bad : List.of(broken, q5, folder.resolve("none.gguf"))) {
                String message = assertThrows(ModelException.class, () -> Engine.open(bad, team)).getMessage();
                assertTrue(message.startsWith(bad.toString()) && message.lines().count() == 1, message);
            }
            try (Engine engine = Engine.open(file, team)) {
                Sequence sequence = engine.sequence(8);
                assertThrows(ModelException.class, () -> engine.sequence(257));
                assertThrows(ModelException.class, () -> engine.feed(List.of(new Next(sequence, new int[9], 9))));
                assertThrows(ModelException.class,
                    () -> engine.feed(List.of(new Next(sequence, new int[] {320}, 1))));
            }
        }
    }
}
