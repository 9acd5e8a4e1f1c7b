package dev.longrun.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.Run;
import dev.longrun.run.RunFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTextTest {
    private static final String GIANT = """
        name: giant
        model: llama-3-405b
        hardware: {preset: h100-sxm-80gb, count: 16384}
        training: {tokens: 15.6T}
        economics: {electricity: $0.08/kWh}
        """;

    private static Plan plan(String yaml) {
        RunFile file = RunFile.of(yaml, "test.yaml", List.of());
        Run run = Resolver.resolve(file, Optional.of(Shapes.machine(1)));
        return Planner.plan(run, file.derivations(), Optional.of(Shapes.machine(1)), Optional.empty());
    }

    @Test
    void everySectionIsThereAndNoLineIsTooLong() {
        for (String yaml : List.of("name: laptop\nbudget: 5 min", GIANT)) {
            String text = PlanText.render(plan(yaml));
            for (String title : List.of("Model: ", "Compute: ", "Memory: ", "Time: ", "Expected loss: ",
                "Derived: ")) {
                assertTrue(text.contains("\n" + title), title + text);
            }
            for (String title : yaml.equals(GIANT) ? List.of("Layout: ", "Failures: ", "Energy\n", "Money\n", "Text\n")
                : List.of("Energy and cost\n")) {
                assertTrue(text.contains("\n" + title), title + text);
            }
            text.lines().forEach(line -> assertTrue(line.length() <= 100 || !line.strip().contains(" "), line));
            assertFalse(text.contains("NaN") || text.contains("Infinity") || text.contains("null"), text);
        }
    }

    @Test
    void theSameInAnyLocale() {
        String english = PlanText.render(plan(GIANT));
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertEquals(english, PlanText.render(plan(GIANT)));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void jsonIsReadBackEqual(@TempDir Path folder) throws IOException {
        Plan plan = plan(GIANT);
        Path file = folder.resolve("plan.json");
        Files.writeString(file, plan.json());
        assertEquals(plan, Plan.read(file));
        assertTrue(plan.json().contains("\"stepSeconds\""));
    }
}
