package dev.longrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command of the documents is run, on a tiny corpus and with a tiny model in place of those they name. */
class DocsTest {

    private static final Path ROOT = Path.of(System.getProperty("longrun.root"));
    private static final List<String> PAGES = List.of("plan.md", "forecast.md", "train.md", "scoreboard.md",
        "generate.md", "inspect.md", "convert.md", "report.md", "run-file.md", "validate.md", "fit.md",
        "backtest.md", "bench.md");
    // A block that begins with ```sh and more, such as "needs peers", is not run.
    private static final Pattern BLOCK = Pattern.compile("^```sh\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|([^\\s\"']+)");

    @TempDir
    private static Path folder;

    private static Path texts;

    @BeforeAll
    static void prepare() throws IOException {
        Files.createDirectories(folder.resolve("examples"));
        try (Stream<Path> examples = Files.list(ROOT.resolve("examples"))) {
            for (Path example : examples.toList()) {
                Files.copy(example, folder.resolve("examples").resolve(example.getFileName().toString()));
            }
        }
        texts = Files.createDirectories(folder.resolve("t\u00e9xts of mine"));
        Random random = new Random(3);
        String[] words = "public static void int long return value this final for if else import java util".split(" ");
        for (int file = 0; file < 40; file++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 600; word++) {
                text.append(words[random.nextInt(words.length)]).append(random.nextInt(9) == 0 ? ";\n" : " ");
            }
            Files.writeString(texts.resolve("part " + file + ".txt"), text);
        }
        Screen screen = new Screen(folder, false);
        assertEquals(0, screen.run(words(tiny("./longrun train examples/laptop.yaml"))), screen.err());
    }

    static Stream<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        for (String page : Stream.concat(PAGES.stream(), Stream.of("../README.md")).toList()) {
            BLOCK.matcher(Files.readString(ROOT.resolve("docs").resolve(page))).results()
                .flatMap(block -> block.group(1).lines()).filter(line -> line.startsWith("./longrun ")).forEach(
                    commands::add);
        }
        return commands.stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theCommandWorks(String command) {
        Screen screen = new Screen(folder, false);
        assertEquals(0, screen.run(words(tiny(command))), screen.err());
        assertEquals("", screen.err());
        assertFalse(screen.out().isBlank());
    }

    @Test
    void everyPageHasCommands() throws IOException {
        for (String page : PAGES) {
            assertTrue(BLOCK.matcher(Files.readString(ROOT.resolve("docs").resolve(page))).find(), page);
        }
    }

    @Test
    void everyOptionIsDocumented() throws IOException {
        for (String command : List.of("plan", "forecast", "train", "scoreboard", "generate", "inspect", "convert",
            "validate", "fit", "backtest")) {
            Screen screen = Screen.plain();
            screen.run(command, "--help");
            String page = Files.readString(ROOT.resolve("docs").resolve(command + ".md"));
            Matcher options = Pattern.compile("(--[a-z-]+)").matcher(screen.out());
            options.results().map(MatchResult::group).filter(option -> !List.of("--help", "--version", "--debug")
                .contains(option)).forEach(option -> assertTrue(page.contains("`" + option), command + " " + option));
        }
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        for (String page : PAGES) {
            Path file = ROOT.resolve("docs").resolve(page);
            Pattern.compile("\\]\\(([^)#]+)\\)").matcher(Files.readString(file)).results().map(link -> link.group(1))
                .filter(link -> !link.contains("://")).forEach(link ->
                    assertTrue(Files.exists(file.resolveSibling(link)), page + " -> " + link));
        }
    }

    /** A run for this machine gets a model and a text that are trained on in a second. */
    private static String tiny(String command) {
        if (!command.matches("\\./longrun (train|plan|forecast) .*") || command.contains("hardware=")
            || command.contains("grok")) {
            return command;
        }
        String sets = " --set \"data.source=" + texts + "\" --set data.train_bytes=100kB"
            + " --set data.validation_bytes=10kB --set data.validation_share=20% --set model.width=16"
            + " --set model.layers=1 --set model.vocabulary=300 --set model.context=32 --set training.tokens=8K"
            + " --set training.batch_tokens=256 --set training.sample_tokens=4 --set training.evaluate_every=16";
        return command + (command.startsWith("./longrun forecast")
            ? sets.replace("tokens=8K", "tokens=48K").replace("width=16", "width=32") : sets);
    }

    private static String[] words(String command) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean open = false;
        Matcher parts = Pattern.compile("\\s+|" + WORD.pattern()).matcher(command.substring("./longrun ".length()));
        while (parts.find()) {
            if (parts.group().isBlank() && !parts.group().startsWith("\"")) {
                if (open) {
                    words.add(word.toString());
                }
                word.setLength(0);
                open = false;
                continue;
            }
            open = true;
            for (int group = 1; group <= 3; group++) {
                word.append(parts.group(group) == null ? "" : parts.group(group));
            }
        }
        if (open) {
            words.add(word.toString());
        }
        return words.toArray(String[]::new);
    }
}
