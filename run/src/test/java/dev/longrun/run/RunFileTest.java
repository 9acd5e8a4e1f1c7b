package dev.longrun.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunFileTest {

    private static final String GOOD = """
        # five minutes
        name: laptop
        budget: 5 min
        model: {layers: 4, qk_norm: true, activation: relu2, rope_base: 10k}
        data:
          source: jdk
          train_bytes: 32 MB
        training:
          tokens: 4M
          prompts: ["public static", "The "]
        hardware: this-machine
        schedule: {deadline: 2024-12-31}
        economics:
        """;

    @Test
    void holdsTypedValues() {
        RunFile file = RunFile.of(GOOD, "laptop.yaml", List.of(), Optional.empty());
        assertEquals(Optional.of(new Budget(300, Unit.SECONDS)), file.value("budget", Budget.class));
        assertEquals(Optional.of(4), file.value("model.layers", Integer.class));
        assertEquals(Optional.of(true), file.value("model.qk_norm", Boolean.class));
        assertEquals(Optional.of(ModelShape.Activation.RELU2),
            file.value("model.activation", ModelShape.Activation.class));
        assertEquals(Optional.of(10_000.0), file.value("model.rope_base", Double.class));
        assertEquals(Optional.of(List.of("jdk")), file.texts("data.source"));
        assertEquals(Optional.of(32_000_000L), file.value("data.train_bytes", Long.class));
        assertEquals(Optional.of(List.of("public static", "The ")), file.texts("training.prompts"));
        assertEquals(Optional.of("this-machine"), file.value("hardware.preset", String.class));
        assertEquals(Optional.of(LocalDate.of(2024, 12, 31)), file.value("schedule.deadline", LocalDate.class));
        assertEquals(Optional.empty(), file.value("schedule.start", LocalDate.class));
        assertEquals(12, file.given().size());
        assertEquals(List.of(), file.derivations());
        assertFalse(file.has("model.width"));
        assertThrows(IllegalArgumentException.class, () -> file.has("model.widht"));
        assertTrue(assertThrows(IllegalStateException.class, file::run).getMessage()
            .startsWith("no value for data.field, data.validation_bytes, "));
    }

    @Test
    void overridesGoBeforeTheFile() {
        RunFile file = RunFile.of(GOOD, "laptop.yaml", List.of("model.layers=8", "model={heads: 2, width: 64}",
            "data=[a, b c]", "training.tokens=1M tokens", "training.tokens=2M", "hardware=h100-sxm-80gb"),
            Optional.empty());
        assertEquals(Optional.of(8), file.value("model.layers", Integer.class));
        assertEquals(Optional.of(64), file.value("model.width", Integer.class));
        assertEquals(Optional.of(List.of("a", "b c")), file.texts("data.source"));
        assertEquals(Optional.of(2_000_000L), file.value("training.tokens", Long.class));
        assertEquals(2_000_000L, file.given().get("training.tokens"));
        assertEquals(Optional.of(989.4e12), file.value("hardware.peak", Double.class));
    }

    @Test
    void derivesWhatIsMissingAndRemembersWhy() {
        RunFile file = RunFile.of(GOOD, "laptop.yaml", List.of(), Optional.empty());
        assertEquals(64, file.derive("model.width", 64, "16 x layers", "a paper"));
        assertEquals(64, file.derive("model.width", 128, "again", "another"));
        assertEquals(4, file.derive("model.layers", 9, "not needed", "nobody"));
        assertEquals(32_768L, file.derive("training.batch_tokens", 32_768L, "r", "s"));
        assertEquals(List.of(new Derivation("model.width", "64", "16 x layers", "a paper"),
            new Derivation("training.batch_tokens", "32_768 tokens", "r", "s")), file.derivations());
        assertFalse(file.given().containsKey("model.width"));
        assertThrows(IllegalArgumentException.class, () -> file.derive("model.heads", 4L, "r", "s"));
        assertEquals("laptop.yaml:3:9: model.vocabulary: derived as 12 tokens (too little text), but must be at least "
            + "257 tokens", assertThrows(RunFileException.class,
                () -> file.derive("model.vocabulary", 12, "too little text", "s")).getMessage());
        assertEquals("laptop.yaml:3:9: training.learning_rate: derived as NaN (0 / 0), but must be finite",
            assertThrows(RunFileException.class,
                () -> file.derive("training.learning_rate", Double.NaN, "0 / 0", "s")).getMessage());
    }

    @Test
    void letsOthersRefuseAValueWhereItStands() {
        RunFile file = RunFile.of(GOOD, "laptop.yaml", List.of("model.heads=3"), Optional.empty());
        assertEquals("laptop.yaml:7:16: data.train_bytes: too much for the disk",
            file.problemAt("data.train_bytes", "too much for the disk").getMessage());
        assertEquals("--set model.heads=3: odd", file.problemAt("model.heads", "odd").getMessage());
        assertEquals("laptop.yaml:11:11: hardware.peak: unknown",
            file.problemAt("hardware.peak", "unknown").getMessage());
        assertEquals("laptop.yaml:3:9: training.seed: x", file.problemAt("training.seed", "x").getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "laptop.yaml, laptop", "runs/a/laptop.yml, laptop", "C:\\x\\grok 3 (b).yaml, grok-3-b-",
        "../çalışma.v2.yaml, çalışma.v2", ".yaml, yaml", "中文.yaml, 中文", "-, run", "..., run", "laptop, laptop"})
    void takesItsNameFromTheFile(String path, String name) {
        RunFile file = RunFile.of("budget: 5 min", path, List.of(), Optional.empty());
        assertEquals(Optional.of(name), file.value("name", String.class));
    }

    @Test
    void cutsALongNameSafely() {
        RunFile file = RunFile.of("budget: 5 min", "中".repeat(300) + ".yaml", List.of(), Optional.empty());
        assertEquals(Optional.of("中".repeat(66)), file.value("name", String.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "ar-EG-u-nu-arab", "fa-IR-u-nu-arabext", "de-DE", "hi-IN-u-nu-deva"})
    void isTheSameInEveryLocale(String tag) {
        Locale before = Locale.getDefault();
        String english = resolved();
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            assertEquals(english, resolved());
            RunFileException e = assertThrows(RunFileException.class,
                () -> RunFile.of("INFO: 1\nmodel: {width: 99_999_999}", "x.yaml", List.of(), Optional.empty()));
            assertTrue(e.getMessage().endsWith("model.width: \"99_999_999\" must be at most 1000000"), e.getMessage());
        } finally {
            Locale.setDefault(before);
        }
    }

    private static String resolved() {
        return RunYaml.write(Samples.run(new java.util.Random(5)), List.of()) + RunSchema.json();
    }

    @Test
    void readsAPathWithSpacesAndNonAscii(@TempDir Path folder) throws IOException {
        Path file = Files.createDirectories(folder.resolve("mes modèles/模型")).resolve("été 1.yaml");
        Files.writeString(file, "\ufeffbudget: 5 min\r\nmodel:\r\n  layers: 2\r\n");
        RunFile run = RunFile.read(file, List.of());
        assertEquals(Map.of("budget", new Budget(300, Unit.SECONDS), "model.layers", 2), run.given());
        assertEquals(Optional.of("été-1"), run.value("name", String.class));
    }
}
