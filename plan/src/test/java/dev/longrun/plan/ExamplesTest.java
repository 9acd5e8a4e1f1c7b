package dev.longrun.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.Hardware;
import dev.longrun.run.Run;
import dev.longrun.run.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The run files in examples/ resolve and are planned. */
class ExamplesTest {

    private static final Path EXAMPLES = Path.of(System.getProperty("longrun.root", ".."), "examples");

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    private static Plan plan(Path file) {
        Optional<MachineSpeed> machine = Optional.of(Shapes.machine(1));
        Run run = Resolver.resolve(RunFile.read(file, List.of()), machine);
        return Planner.plan(run, run.hardware().preset().equals(Hardware.THIS_MACHINE)
            ? machine : Optional.empty());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void resolvesAndFits(Path file) {
        Plan plan = plan(file);
        assertTrue(plan.memory().fits(), plan.memory()::toString);
        assertTrue(plan.notes().stream().allMatch(note -> note.startsWith("the loss is that of a dense model")
            || note.startsWith("the largest runs read") || note.startsWith("no run, however small")
            || note.startsWith("text: stock.csv: nothing known")),
            plan.notes()::toString);
        assertTrue(plan.cluster().stream().allMatch(ClusterPlan::laidOut));
        assertEquals(file.getFileName().toString(), plan.name() + ".yaml");
    }

    /** Training FLOP as published or estimated: Llama 3 3.8e25, GPT-3 3.14e23 (both 6 N D), Epoch AI for the rest. */
    @ParameterizedTest
    @CsvSource({"llama-3-405b, 3.8e25, 0.05", "gpt-3, 3.14e23, 0.05", "grok-1, 2.9e24, 0.1", "grok-2, 2.96e25, 0.1",
        "grok-3, 4.64e26, 0.3"})
    void spendsAboutThePublishedFlop(String name, double flop, double share) {
        assertEquals(flop, plan(EXAMPLES.resolve(name + ".yaml")).totalFlop(), share * flop);
    }

    @Test
    void thereIsOneForEachGiant() throws IOException {
        assertEquals(List.of("bloom-176b.yaml", "deepseek-v3.yaml", "gpt-3.yaml", "grok-1.yaml", "grok-2.yaml",
            "grok-3.yaml", "grok-mini.yaml", "laptop.yaml", "llama-3-405b.yaml"), examples().map(Path::getFileName)
            .map(Path::toString).toList());
    }
}
