package dev.longrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LawCommandsTest {

    private static final Path LADDER = Path.of(System.getProperty("longrun.root"), "examples", "ladder.csv");

    @TempDir
    private Path folder;

    private Screen screen() throws IOException {
        Files.copy(LADDER, folder.resolve("ladder.csv"));
        Files.writeString(folder.resolve("bad.csv"), "N,D,loss\n1e8,1e9,3\n2e8,2e9,NaN\n");
        Files.writeString(folder.resolve("two.csv"), "N,D,loss\n1e8,1e9,3\n2e8,2e9,2.9\n");
        return new Screen(folder, false);
    }

    /** The example was made of E 1.75, alpha .345, beta .35 with noise of 0.4 %. */
    @Test
    void fitGivesTheLawBack() throws IOException {
        Screen screen = screen();
        assertEquals(0, screen.run("fit", "ladder.csv", "--target", "C=1e22", "--json"), screen.err());
        JsonNode json = JsonMapper.builder().build().readTree(screen.out());
        assertEquals("chinchilla", json.get("law").asText());
        assertEquals(35, json.get("points").asInt());
        JsonNode e = json.get("bootstrap").get("E");
        assertTrue(e.get("low_95").asDouble() < 1.75 && e.get("high_95").asDouble() > 1.75);
        double n = json.get("optima").get(0).get("N").asDouble();
        double d = json.get("optima").get(0).get("D").asDouble();
        assertEquals(1e22, 6 * n * d, 1e19);
        double truth = 1.75 + 420 * Math.pow(n, -.345) + 1500 * Math.pow(d, -.35);
        JsonNode forecast = json.get("forecasts").get(0);
        assertTrue(forecast.get("low_80").asDouble() < truth && forecast.get("high_80").asDouble() > truth);
    }

    @Test
    void theAnswerDoesNotDependOnThreads() throws IOException {
        Screen one = screen();
        one.run("backtest", "ladder.csv", "--train-below", "1e20", "--json", "--threads", "1");
        Screen three = new Screen(folder, false);
        three.run("backtest", "ladder.csv", "--train-below", "1e20", "--json", "--threads", "3");
        assertEquals(one.out(), three.out());
        JsonNode json = JsonMapper.builder().build().readTree(one.out());
        assertTrue(json.get("held_out").asInt() > 10 && json.get("mean_error").asDouble() < .01);
    }

    @Test
    void thePageIsWritten() throws IOException {
        Screen screen = screen();
        assertEquals(0, screen.run("fit", "ladder.csv", "--html", "out.html"), screen.err());
        assertTrue(Files.readString(folder.resolve("out.html")).contains("<svg"));
        assertTrue(screen.out().contains("flag: counting rule not stated"), screen.out());
    }

    @Test
    void namesOfColumnsMayHoldCommas() throws IOException {
        Screen screen = screen();
        Files.writeString(folder.resolve("odd.csv"), Files.readString(LADDER).replaceFirst("params",
            "\"size, all=in\""));
        assertEquals(0, screen.run("fit", "odd.csv", "--columns", "n=size, all=in,d=tokens"), screen.err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "fit bad.csv|bad.csv:3: loss: \"NaN\" is not a number; leave the cell empty or the row out if the run has none",
        "fit two.csv|two.csv: power has 2 parameters and needs at least 3 runs; there are 2",
        "fit none.csv|none.csv: no such file",
        "fit ladder.csv --law kaplan|--law kaplan: should be auto, chinchilla, over-training, compute, power, "
            + "repetition, experts",
        "fit ladder.csv --target N=3|--target N=3: should be a run such as N=70B,D=1.4T or a budget such as C=5.76e23",
        "fit ladder.csv --warmup few|--warmup few: should be a number of tokens, such as 500M",
        "fit ladder.csv --bootstraps -1|--bootstraps -1: should be between 1 and 100000",
        "fit ladder.csv --columns params|--columns params: should be KEY=NAME with a KEY of n, d, c, u, e, loss, score",
        "fit ladder.csv --drop-highest-loss -1|--drop-highest-loss -1: should be at least 0",
        "backtest ladder.csv --train-below much|--train-below much: should be a number of FLOP, such as 1e20",
        "backtest ladder.csv --train-below 1e30|ladder.csv: --train-below 1.00e+30 leaves no run to hold out; the "
            + "ladder goes from 1.00e+18 to 1.00e+21 FLOP"})
    void aMistakeIsOneLine(String command, String line) throws IOException {
        Screen screen = screen();
        assertEquals(2, screen.run((command + (command.startsWith("fit") ? " --html out.html" : "")).split(" ")));
        assertTrue(screen.err().lines().count() == 1 && screen.err().contains(line), screen.err());
        assertEquals("", screen.out());
        assertFalse(Files.exists(folder.resolve("out.html")));
    }
}
