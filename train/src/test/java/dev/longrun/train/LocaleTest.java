package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where i has no dot as a capital, a comma stands in decimals, or digits are others, the files are the same. */
class LocaleTest {

    private static final List<String> LOCALES = List.of("tr-TR", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "de-DE");
    private final Locale before = Locale.getDefault();
    @TempDir
    private Path folder;

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @Test
    void theLocaleChangesNoByteOfAnyFile() throws IOException {
        TinyRun english = TinyRun.in(folder);
        english.trainSteps(2, 12);
        english.train();
        for (String tag : LOCALES) {
            Locale.setDefault(Locale.forLanguageTag(tag));
            TinyRun other = english.at(tag);
            other.trainSteps(2, 12);
            other.train();
            Compared.assertSameEnd(english, other);
            assertSameFiles(english, other);
        }
    }

    private static void assertSameFiles(TinyRun english, TinyRun other) throws IOException {
        for (Path file : List.of(Path.of("run.yaml"), Path.of("plan.json"),
            Path.of("checkpoints/step-00000040/config.json"), Path.of("checkpoints/step-00000040/tokenizer.json"))) {
            assertArrayEquals(Files.readAllBytes(english.folder().path().resolve(file)),
                Files.readAllBytes(other.folder().path().resolve(file)), file.toString());
        }
        assertEquals(timelessLines(english), timelessLines(other));
        for (String line : Files.readAllLines(other.folder().journal())) {
            assertTrue(line.matches(".*\"at\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z\".*"),
                line);
        }
    }

    /** In an order of their own: a checkpoint comes into place some steps after the one it is of. */
    private static List<String> timelessLines(TinyRun run) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(run.folder().journal())) {
            lines.add(Compared.timeless(line));
        }
        Collections.sort(lines);
        return lines;
    }
}
