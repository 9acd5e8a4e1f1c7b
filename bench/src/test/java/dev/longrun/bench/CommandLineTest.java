package dev.longrun.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        Terminal terminal = new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8), false, false, Path.of(""));
        return dev.longrun.cli.Main.run(terminal, Main::add, args);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "krenels|longrun bench: unknown command krenels; did you mean kernels? (see longrun bench --help)",
        "kernels --against mkl|longrun: --against mkl: should be onednn, openblas or none",
        "kernels --rounds 0|longrun: --rounds 0: should be between 1 and 1000",
        "kernels --threads 0|longrun: --threads 0: should be between 1 and 1024",
        "train --against jax|longrun: --against jax: should be torch or none",
        "train --shape 2M|longrun: --shape 2M: should be one of 1.34M, 13.87M, 91M",
        "train --minutes 0|longrun: --minutes 0.0: should be above 0 and at most 1440",
        "train --minutes NaN|longrun: --minutes NaN: should be above 0 and at most 1440",
        "train --peer-precision f64|longrun: --peer-precision f64: should be f32, bf16 or pure-bf16",
        "train --thread 2|longrun bench train: unknown option --thread; did you mean --threads? "
            + "(see longrun bench train --help)",
        "dates --rounds 0|longrun: --rounds 0: should be between 1 and 1000",
        "jmh (|longrun: jmh (: is no regular expression: Unclosed group near index 1",
        "jmh a b|longrun bench jmh: one argument too many: b (see longrun bench jmh --help)"})
    void aMistakeIsOneLine(String command, String line) {
        assertEquals(2, run(("bench " + command).split(" ")));
        assertEquals(line + "\n", err.toString(StandardCharsets.UTF_8));
        assertEquals("", out.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernels", "train", "dates", "jmh"})
    void helpHasAnExampleAndEveryOptionItsPage(String command) throws IOException {
        assertEquals(0, run("bench", command, "--help"));
        String help = out.toString(StandardCharsets.UTF_8);
        assertTrue(help.contains("Example:\n  longrun bench " + command + " "), help);
        assertTrue(help.lines().allMatch(line -> line.length() <= 100), help);
        String page = Files.readString(Path.of(System.getProperty("longrun.root"), "docs", "bench.md"));
        Pattern.compile("(--[a-z-]+)").matcher(help).results().map(MatchResult::group)
            .filter(option -> !List.of("--help", "--version", "--debug").contains(option))
            .forEach(option -> assertTrue(page.contains("`" + option), command + " " + option));
    }
}
