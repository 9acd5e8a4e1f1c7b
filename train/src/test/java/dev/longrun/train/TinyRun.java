package dev.longrun.train;

import dev.longrun.plan.MachineSpeed;
import dev.longrun.run.RunFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * A real run of a tiny model on a tiny corpus: 40 steps of 128 tokens in two micro-batches, a checkpoint every 5 steps,
 * an evaluation with one sample every 10.
 *
 * @param corpus folder of texts
 * @param runs folder of runs
 * @param overrides as on the command line
 */
record TinyRun(Path corpus, Path runs, List<String> overrides) {

    static final long STEPS = 40;
    private static final String[] WORDS = ("the a cat dog bird house tree river runs sees finds under over near and or "
        + "while old small green über café 漢字 because 12 345 (x) {y} = ; return").split(" ");
    private static final double SPEED = 1e9;

    /** A listener that takes in nothing. */
    static final TrainListener QUIET = listener(_ -> { });

    /** With the corpus of {@link #writeCorpus} in {@code folder}. */
    static TinyRun in(Path folder, String... overrides) {
        return new TinyRun(writeCorpus(folder.resolve("Texte äöü 漢字")), folder.resolve("my runs é"),
            List.of(overrides));
    }

    /** The same run elsewhere: the corpus is shared, the text is prepared anew. */
    TinyRun at(String name) {
        return new TinyRun(corpus, runs.resolveSibling(name), overrides);
    }

    TinyRun with(String... more) {
        List<String> all = new ArrayList<>(overrides);
        all.addAll(List.of(more));
        return new TinyRun(corpus, runs, all);
    }

    RunFolder folder() {
        return new RunFolder(runs.resolve("tiny"));
    }

    RunFile file() {
        return RunFile.of(yaml(corpus), "tiny.yaml", overrides);
    }

    static String yaml(Path corpus) {
        return """
            model:
              width: 16
              layers: 2
              heads: 2
              kv_heads: 1
              head_width: 8
              ffn_width: 32
              vocabulary: 300
              context: 16
              activation: swiglu
              qk_norm: true
              tied_head: false
            data:
              source: ["%s"]
              validation_share: 0.1
              train_bytes: 60 kB
              validation_bytes: 4 kB
            training:
              tokens: 5120
              batch_tokens: 128
              micro_batch_tokens: 64
              learning_rate: 0.01
              optimizer: adamw
              warmup_share: 0.1
              decay_share: 0.2
              evaluate_every: 10
              checkpoint_every: 5
              keep_last: 3
              prompts: ["the cat"]
              sample_tokens: 6
            """.formatted(corpus);
    }

    /** Generated texts, the same every time: one has a path with spaces and letters that are not ASCII. */
    static Path writeCorpus(Path folder) {
        try {
            for (int file = 0; file < 40; file++) {
                Path path = folder.resolve(file == 7 ? "ein Ordner/été 漢字 7.txt" : "part-" + file + ".txt");
                Files.createDirectories(path.getParent());
                Files.writeString(path, text(file, 220));
            }
            return folder;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static String text(int seed, int words) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int word = 0; word < words; word++) {
            // Each word has a few usual followers, so that there is something to learn.
            at = (7 * at + 3 + random.nextInt(3)) % WORDS.length;
            text.append(WORDS[at]).append(word % 12 == 11 ? "\n" : " ");
        }
        return text.toString();
    }

    /** The speed of no machine in particular: nothing is measured. */
    static MachineSpeed speed() {
        return new MachineSpeed("a cpu", 2, SPEED, new TreeMap<>(Map.of(32, SPEED, 1024, SPEED)), SPEED, SPEED, SPEED,
            SPEED, 0, 8_000_000_000L, "2026-11-22T10:00:00Z");
    }

    TrainingRun resolved() {
        return TrainingRun.of(file(), runs, () -> Optional.of(speed()), OptionalLong.empty());
    }

    Trainer.Outcome train() throws IOException {
        return train(2, QUIET, () -> false);
    }

    Trainer.Outcome train(int threads, TrainListener listener, BooleanSupplier stop) throws IOException {
        return resolved().train(threads, listener, stop);
    }

    /** Trains so many steps more, then is asked to stop. */
    Trainer.Outcome trainSteps(int threads, long steps) throws IOException {
        AtomicLong done = new AtomicLong();
        return train(threads, listener(event -> {
            if (event instanceof Event.Step) {
                done.incrementAndGet();
            }
        }), () -> done.get() >= steps);
    }

    List<Event> journal() throws IOException {
        return Journal.read(folder().journal());
    }

    <E extends Event> List<E> journal(Class<E> type) throws IOException {
        return journal().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** What a test listener does with events. */
    interface Heard {
        void event(Event event);
    }

    static TrainListener listener(Heard heard) {
        return new TrainListener() {
            @Override
            public void event(Event event) {
                heard.event(event);
            }

            @Override
            public void preparing(String what, double share) {
            }

            @Override
            public void progress(long step, long steps, double etaSeconds, Event.Step last) {
            }
        };
    }
}
