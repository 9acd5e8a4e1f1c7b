package dev.longrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.train.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private double now = 100;

    private static Event.Step step(long step) {
        return new Event.Step("2026-11-22T10:00:00Z", step, step * 4096, 3.4123, 1.621, 0.9112, 2.9e-3, 48_211, 0.412,
            3.398);
    }

    @Test
    void theLineSaysAllWhenThereIsRoom() {
        assertEquals("step 120/1,500  8 %  loss 3.412  forecast 3.398  1.621 bits/byte  grad 0.911  lr 2.90e-03  "
            + "48.2K tokens/s  MFU 41 %  ETA 4:12", ProgressLine.training(120, 1500, 252, step(120), Optional.empty(),
                200));
    }

    @Test
    void theLineIsNeverTooLongAndKeepsWhatMattersMost() {
        for (int width = 1; width < 200; width++) {
            String line = ProgressLine.training(120, 1500, 252, step(120), Optional.empty(), width);
            assertTrue(line.length() <= width, line);
            assertTrue(width < 14 || line.startsWith("step 120/1,500"), line);
        }
        assertEquals("step 120/1,500  8 %  loss 3.412  forecast 3.398  1.621 bits/byte  ETA 4:12",
            ProgressLine.training(120, 1500, 252, step(120), Optional.empty(), 79));
        assertEquals("step 120/1,500  loss 3.412  ETA 4:12", ProgressLine.training(120, 1500, 252, step(120),
            Optional.empty(), 36));
    }

    @Test
    void whatIsNotKnownIsNotShown() {
        Event.Step bare = new Event.Step("", 1, 8, 3, 1, 1, 1e-3, 100, 0, Double.NaN);
        String line = ProgressLine.training(1, 10, Double.NaN, bare, Optional.empty(), 200);
        assertFalse(line.contains("forecast") || line.contains("MFU") || line.contains("NaN"), line);
        assertTrue(line.endsWith("ETA -:--"));
    }

    @Test
    void preparingTellsTheTimeLeftOnceItIsKnown() {
        assertEquals("tokenizer  10 %", ProgressLine.preparing("tokenizer", 0.1, 1.5, 80));
        assertEquals("tokenizer  25 %  ETA 0:30", ProgressLine.preparing("tokenizer", 0.25, 10, 80));
        assertEquals("a\\nb\u241b  100 %", ProgressLine.preparing("a\nb\u001b", 1.2, 10, 80));
    }

    @Test
    void pipedOutputHasALineEveryFiveSecondsOrPercent() {
        Screen screen = Screen.plain();
        Progress progress = new Progress(screen.terminal(), () -> now, () -> 80);
        for (long step = 1; step <= 1000; step++) {
            now += 0.3;
            progress.progress(step, 1000, (1000 - step) * 0.3, step(step));
        }
        long lines = screen.lines().size();
        assertTrue(lines > 50 && lines < 80, () -> lines + " lines in 300 s");
        assertTrue(screen.lines().getLast().startsWith("step 1,000/1,000  100 %"));
        assertFalse(screen.out().contains("\r") || screen.out().contains("\u001b"));
    }

    @Test
    void theLineSaysWhatIsExpectedOfTheEnd() {
        Event.Foretold inside = new Event.Foretold("", 100, 0.951, 0.93, 0.97, 0, 0, 0, -1);
        assertTrue(ProgressLine.training(120, 1500, 252, step(120), Optional.of(inside), 200)
            .contains("  end 0.951  "));
        Event.Foretold outside = new Event.Foretold("", 100, 0.951, 0.93, 0.97, 80, 0.95, 0.48, 0.6);
        assertTrue(ProgressLine.training(120, 1500, 252, step(120), Optional.of(outside), 200)
            .contains("  end 0.951 (off the band since 80)  "));
        assertEquals(List.of("  at the end 0.951 bits per byte, 80 %: 0.930 to 0.970; 0.950 or less: 48 %; in time: "
            + "60 %", "  outside the band that was foretold, since step 80"), EventText.lines(outside, 0));
    }

    @Test
    void aLongRunDoesNotFillTheLog() {
        Screen screen = Screen.plain();
        Progress progress = new Progress(screen.terminal(), () -> now, () -> 80);
        for (long step = 1; step <= 10_000; step++) {
            now += 36;
            progress.progress(step, 10_000, (10_000 - step) * 36, step(step));
        }
        assertTrue(screen.lines().size() < 300, () -> screen.lines().size() + " lines in 100 h");
    }

    @Test
    void aTerminalHasOneLineBelowWhatHappened() {
        Screen screen = new Screen(Path.of(""), true);
        Progress progress = new Progress(screen.terminal(), () -> now, () -> 60);
        progress.progress(1, 100, 10, step(1));
        now += 0.01; // too soon to be drawn again
        progress.progress(2, 100, 10, step(2));
        now += 1;
        progress.progress(3, 100, 10, step(3));
        progress.event(new Event.Evaluated("", 3, 3.1, 1.5, 0, 2));
        progress.close();
        String out = screen.out();
        assertFalse(out.contains("step 2/100"));
        assertTrue(out.contains("\rstep 3/100"));
        assertTrue(out.contains("\r\u001b[Kstep 3: validation loss 3.100, 1.500 bits per byte, 2.00 s\n\rstep 3/100"));
        assertTrue(out.endsWith("\r\u001b[K"));
        assertTrue(out.lines().flatMap(line -> List.of(line.split("[\r]")).stream())
            .filter(line -> line.startsWith("step 1") || line.startsWith("step 3/"))
            .allMatch(line -> line.replace("\u001b[K", "").length() <= 59));
    }

    @Test
    void manyFilesLeftOutAreNotAllNamed() {
        Screen screen = Screen.plain();
        Progress progress = new Progress(screen.terminal(), () -> now, () -> 80);
        for (int i = 0; i < 1000; i++) {
            progress.event(new Event.Skipped("", "file\n" + i, "binary"));
        }
        assertEquals(6, screen.lines().size());
        assertEquals("left out file\\n0: binary", screen.lines().getFirst());
    }

    @Test
    void theFloorIsRememberedFromAnEarlierProcess() {
        Screen screen = Screen.plain();
        Progress progress = new Progress(screen.terminal(), () -> now, () -> 80);
        progress.remember(new Event.Prepared("", 1, 1, 0, 0, 0, 1, 1, 1, 1, 1.612, 1));
        progress.event(new Event.Evaluated("", 100, 3.1, 1.5, 3.0, 2.5));
        assertEquals("step 100: validation loss 3.100 (forecast 3.000, +3.3 %), 1.500 bits per byte (5-gram floor "
            + "1.612), 2.50 s\n", screen.out());
    }

    @Test
    void samplesCannotCommandTheTerminal() {
        Screen screen = Screen.plain();
        new Progress(screen.terminal()).event(new Event.Sampled("", 1, "a\u001b[2J", "b\u009b1m\r\n\u202ec"));
        assertEquals("  \"a\u241b[2J\" -> \"b\ufffd1m\u240d\\n\ufffdc\"\n", screen.out());
    }

    @Test
    void theEndIsATable() {
        Screen screen = Screen.plain();
        Progress progress = new Progress(screen.terminal());
        progress.remember(new Event.Prepared("", 1, 1, 0, 0, 0, 1, 1, 1, 1, 1.612, 1));
        progress.event(new Event.Finished("", 1500, 2.755, 1.136, 2.691, 291.4, 300.2, 612_000_000, 655_000_000));
        assertEquals("""
            finished at step 1,500
              bits per byte  1.136          5-gram floor 1.612          -29.5 %
              loss           2.755          forecast     2.691          +2.4 %
              time           4 min 51 s     planned      5 min 00 s     -2.9 %
              peak memory    612 MB         planned      655 MB         -6.6 %
            """, screen.out());
    }

    @Test
    void whereTheTimeWentIsWordsAndBars() {
        Event.Profiled profiled = new Event.Profiled("", 9, 1180, 200, 1e11, List.of(
            new Event.PartTime("feed-forward products", 100, 8e12), new Event.PartTime("optimiser", 50, 0),
            new Event.PartTime("the rest", 0.5, 0)));
        assertEquals(List.of("where the time went: 1,180 steps in 3 min 20 s",
            "  feed-forward products    50.0 %  1 min 40 s   ########################  80 % of the matmul peak",
            "  optimiser                25.0 %  50.0 s       ############",
            "  the rest                  0.3 %  0.500 s"), ProfileText.lines(profiled));
    }

    @Test
    void aCheckpointSaysHowLongTrainingWaited() {
        assertEquals(List.of("saved step-00000005, 14.2 MB in 0.210 s behind training, which waited 0.0100 s"),
            EventText.lines(new Event.Saved("", 5, "step-00000005", 14_200_000, 0.21, 0.01), 0));
        assertEquals(List.of("saved step-00000005, 14.2 MB, before the last process was killed"),
            EventText.lines(new Event.Saved("", 5, "step-00000005", 14_200_000, 0, 0), 0));
    }

    @Test
    void sameInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("tr-TR", "ar-EG")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                theLineSaysAllWhenThereIsRoom();
                theEndIsATable();
            }
        } finally {
            Locale.setDefault(before);
        }
    }
}
