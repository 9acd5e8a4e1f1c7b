package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.plan.Comparison;
import dev.longrun.run.Budget;
import dev.longrun.run.RunFile;
import dev.longrun.run.RunFileException;
import dev.longrun.run.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tiny run files, trained for real at two levels. */
class CompareRunTest {

    private static final CompareRun.Extent EXTENT = new CompareRun.Extent(new Budget(25e9, Unit.FLOP), 2, 2);

    @TempDir
    private Path folder;

    private static CompareRun.Side side(String label, Path corpus, String... sets) {
        return new CompareRun.Side(label, more -> {
            List<String> all = new ArrayList<>(List.of(sets));
            all.addAll(more);
            return RunFile.of(TinyRun.yaml(corpus), "tiny.yaml", all);
        });
    }

    private CompareRun compare(CompareRun.Side a, CompareRun.Side b, CompareRun.Extent extent) {
        return CompareRun.of(a, b, extent, folder.resolve("runs"), 1, _ -> { });
    }

    private static void train(CompareRun compare) throws IOException {
        for (CompareCell cell : compare.cells()) {
            assertEquals(Trainer.Outcome.FINISHED, cell.train(1, TinyRun.QUIET, () -> false));
        }
    }

    @Test
    void bothAreTrainedKeptAndMeasuredOnTheSameText() throws IOException {
        Path corpus = TinyRun.writeCorpus(folder.resolve("texts"));
        CompareRun.Side a = side("a", corpus);
        CompareRun.Side b = side("b", corpus, "training.learning_rate=0.001", "data.deduplicate=near");
        CompareRun compare = compare(a, b, EXTENT);
        assertEquals(8, compare.cells().size());
        assertEquals(List.of("data.deduplicate: exact -> near", "training.learning_rate: 0.01 -> 0.001"),
            compare.differences());
        CompareCell first = compare.cells().getFirst();
        assertEquals(Trainer.Outcome.INTERRUPTED, first.train(1, TinyRun.QUIET, () -> true));
        train(compare(a, b, EXTENT));
        Comparison found = compare(a, b, EXTENT).answer(1);
        assertEquals(List.of(), found.diverged());
        assertTrue(found.gain().orElseThrow().flop().value() > 1, "a tenth of the rate is worse");
        assertTrue(found.validation().startsWith("both are measured on the same"), found.validation());
        assertFalse(found.validation().contains("again"), found.validation());
        assertTrue(Files.readString(compare.kept()).contains("\"verdict\""));
        for (CompareCell cell : compare.cells()) {
            assertEquals(1, cell.run().plan().totalFlop() / compare.levels().get(cell.level()), 0.05);
        }
        // Nothing is trained again.
        compare(a, b, EXTENT).cells().forEach(cell -> assertTrue(cell.run().resumes()));
    }

    @Test
    void otherTextIsMeasuredOnTheFirstOnes() throws IOException {
        Path corpus = TinyRun.writeCorpus(folder.resolve("texts"));
        for (int i = 0; i < 40; i++) {
            Files.createDirectories(folder.resolve("other"));
            Files.writeString(folder.resolve("other/" + i + ".txt"), TinyRun.text(900 + i, 220));
        }
        CompareRun compare = compare(side("a", corpus), side("b", folder.resolve("other")), EXTENT);
        train(compare);
        Comparison found = compare.answer(1);
        assertTrue(found.validation().contains("4 runs were evaluated again"), found.validation());
        assertTrue(found.levels().getLast().b().getFirst().bitsPerByte() > 0);
    }

    @Test
    void whatDivergesIsSaidAndNotAveraged() throws IOException {
        Path corpus = TinyRun.writeCorpus(folder.resolve("texts"));
        CompareRun compare = compare(side("a", corpus), side("b", corpus, "training.learning_rate=10",
            "training.final_rate_share=1", "training.clip=0", "training.z_score_limit=0"), EXTENT);
        train(compare);
        Comparison found = compare.answer(1);
        assertEquals(Comparison.Verdict.DIVERGED, found.verdict());
        assertTrue(found.gain().isEmpty());
        assertTrue(found.diverged().getFirst().startsWith("b diverged at "), found.diverged()::toString);
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        Path corpus = TinyRun.writeCorpus(folder.resolve("texts"));
        assertTrue(assertThrows(TrainException.class, () -> compare(side("a", corpus), side("b", corpus,
            "training.seed=7", "training.tokens=9K"), EXTENT)).getMessage().contains("nothing differs"));
        assertTrue(assertThrows(TrainException.class, () -> compare(side("a", corpus), side("b", corpus,
            "training.clip=2"), new CompareRun.Extent(new Budget(1e7, Unit.FLOP), 3, 2))).getMessage()
            .contains("too small for two levels"));
        assertTrue(assertThrows(RunFileException.class, () -> compare(side("a", corpus), side("b", corpus,
            "data.validation_bytes=5 kB"), EXTENT)).getMessage().contains("must be measured on the same"));
        assertTrue(assertThrows(RunFileException.class, () -> compare(side("a", corpus), side("b", corpus,
            "hardware=h100-sxm-80gb"), EXTENT)).getMessage().contains("this-machine"));
        assertFalse(Files.exists(folder.resolve("runs")), "nothing is written");
    }
}
