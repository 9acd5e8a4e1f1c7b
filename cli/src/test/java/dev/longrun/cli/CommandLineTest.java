package dev.longrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    private static final String BIG = """
        name: big
        model: llama-3-8b
        training:
          tokens: 15T
        hardware:
          preset: h100-sxm-80gb
          count: 16K
        """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "trian x.yaml|longrun: unknown command trian; did you mean train? (see longrun --help)",
        "frobnicate|longrun: unknown command frobnicate (see longrun --help)",
        "plan x.yaml --jsno|longrun plan: unknown option --jsno; did you mean --json? (see longrun plan --help)",
        "train x.yaml --thread=2|longrun train: unknown option --thread; did you mean --threads? "
            + "(see longrun train --help)",
        "plan|longrun plan: needs FILE (see longrun plan --help)",
        "compare a.yaml --seeds 1|longrun: --seeds 1: should be between 2 and 100, for one seed does not show how "
            + "seeds differ",
        "compare a.yaml --rungs 1|longrun: --rungs 1: should be between 2 and 8",
        "compare a.yaml --budget $5|longrun: --budget $5: should be a time or FLOP, such as \"10 min\" or "
            + "\"2e13 FLOP\"",
        "plan a.yaml b.yaml|longrun plan: one argument too many: b.yaml (see longrun plan --help)",
        "generate laptop|longrun generate: needs --prompt TEXT (see longrun generate --help)",
        "train x.yaml --threads 0|longrun: --threads 0: should be between 1 and 1024",
        "generate x --prompt y --max-tokens 0|longrun: --max-tokens 0: should be at least 1",
        "generate x --prompt y --top-p 3|longrun: sampling: top-p 3.0 is not above 0 and at most 1"})
    void aMistakeIsOneLine(String command, String line) {
        Screen screen = new Screen(folder, false);
        assertEquals(2, screen.run(command.split(" ")));
        assertEquals(line + "\n", screen.err());
        assertEquals("", screen.out());
    }

    @Test
    void aValueThatIsNoNumberIsOneLine() {
        Screen screen = new Screen(folder, false);
        assertEquals(2, screen.run("train", "x.yaml", "--threads", "two"));
        assertEquals(1, screen.err().lines().count());
        assertTrue(screen.err().startsWith("longrun train: invalid value for option '--threads': 'two'"), screen.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan", "forecast", "compare", "train", "scoreboard", "generate", "report",
        "validate", "fit",
        "backtest", "schema", "bench"})
    void everyCommandHasHelpWithAnExample(String command) {
        Screen screen = Screen.plain();
        assertEquals(0, screen.run(command, "--help"));
        assertTrue(screen.out().contains("Example:\n  longrun " + command + " "), screen.out());
        assertTrue(screen.lines().stream().allMatch(line -> line.length() <= 100));
        assertEquals("", screen.err());
    }

    @Test
    void withoutACommandItSaysWhatThereIs() {
        for (String[] args : new String[][] {{}, {"--help"}}) {
            Screen screen = Screen.plain();
            assertEquals(0, screen.run(args));
            for (String command : List.of("plan", "train", "generate", "report", "schema", "bench")) {
                assertTrue(screen.out().contains("\n  " + command + " "), screen.out());
            }
        }
    }

    @Test
    void severalProblemsAreAsManyLines() throws IOException {
        Path file = folder.resolve("r\u00fcn file.yaml");
        Files.writeString(file, "name: x\nbudgt: 5 min\nmodel:\n  layers: many\n");
        for (String command : List.of("plan", "train")) {
            Screen screen = new Screen(folder, false);
            assertEquals(2, screen.run(command, "r\u00fcn file.yaml"));
            assertEquals(2, screen.err().lines().count(), screen.err());
            assertTrue(screen.err().lines().allMatch(line -> line.startsWith("longrun: ")
                && line.contains("r\u00fcn file.yaml")), screen.err());
            assertFalse(screen.err().contains("\tat "));
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    @Test
    void aMissingFileIsOneLine() {
        Screen screen = new Screen(folder, false);
        assertEquals(2, screen.run("plan", "nowhere.yaml"));
        assertEquals(1, screen.err().lines().count());
        assertTrue(screen.err().contains("nowhere.yaml"));
    }

    @Test
    void debugShowsTheStack() {
        Screen screen = new Screen(folder, false);
        assertEquals(2, screen.run("plan", "nowhere.yaml", "--debug"));
        assertTrue(screen.err().contains("\tat "), screen.err());
    }

    @Test
    void aRunThatIsNotThereIsNamedWithThoseThatAre() throws IOException {
        Files.createDirectories(folder.resolve("runs/laptop"));
        Files.writeString(folder.resolve("runs/laptop/run.yaml"), "name: laptop\n");
        for (String[] args : new String[][] {{"report", "latpop"}, {"generate", "latpop", "--prompt", "x"}}) {
            Screen screen = new Screen(folder, false);
            assertEquals(2, screen.run(args));
            assertEquals("longrun: latpop: is no run; did you mean laptop? " + folder.resolve("runs")
                + " has laptop\n", screen.err());
        }
    }

    @Test
    void aRunWithoutACheckpointCannotSpeakYet() throws IOException {
        Files.createDirectories(folder.resolve("runs/laptop"));
        Files.writeString(folder.resolve("runs/laptop/run.yaml"), "name: laptop\n");
        Screen screen = new Screen(folder, false);
        assertEquals(2, screen.run("generate", "laptop", "--prompt", "x"));
        assertTrue(screen.err().contains("no checkpoint yet"), screen.err());
    }

    @Test
    void aReportIsWrittenAndNamed() throws IOException {
        Files.createDirectories(folder.resolve("runs/my run"));
        Files.writeString(folder.resolve("runs/my run/run.yaml"), "name: my run\n");
        Screen screen = new Screen(folder, false);
        assertEquals(0, screen.run("report", "my run"));
        Path page = folder.resolve("runs/my run/report.html");
        assertEquals(page + "\n", screen.out());
        assertTrue(Files.readString(page).contains("Not started"));
    }

    @Test
    void theSchemaIsJson() throws IOException {
        Screen screen = Screen.plain();
        assertEquals(0, screen.run("schema"));
        assertTrue(JsonMapper.builder().build().readTree(screen.out()).path("properties").has("budget"));
    }

    @Test
    void aPlanOfManyAcceleratorsNeedsNoMeasuring() throws IOException {
        Files.writeString(folder.resolve("big.yaml"), BIG);
        Screen text = new Screen(folder, false);
        assertEquals(0, text.run("plan", "big.yaml"), text.err());
        assertTrue(text.out().startsWith("big: 8.03B parameters"), text.out());
        Screen json = new Screen(folder, false);
        assertEquals(0, json.run("plan", "big.yaml", "--json"));
        assertEquals("big", JsonMapper.builder().build().readTree(json.out()).path("name").asText());
        Screen resolved = new Screen(folder, false);
        assertEquals(0, resolved.run("plan", "big.yaml", "--resolved"));
        assertTrue(resolved.out().contains("width: 4_096") || resolved.out().contains("width: 4096"), resolved.out());
    }

    @Test
    void sameInEveryLocale() throws IOException {
        Files.writeString(folder.resolve("big.yaml"), BIG);
        Screen english = new Screen(folder, false);
        english.run("plan", "big.yaml");
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("tr-TR", "ar-EG", "de-DE")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                Screen screen = new Screen(folder, false);
                assertEquals(0, screen.run("plan", "big.yaml"), screen.err());
                assertEquals(english.out(), screen.out(), tag);
                Screen mistake = new Screen(folder, false);
                assertEquals(2, mistake.run("TRAIN"));
            }
        } finally {
            Locale.setDefault(before);
        }
    }
}
