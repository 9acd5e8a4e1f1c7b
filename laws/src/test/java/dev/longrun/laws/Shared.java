package dev.longrun.laws;

import dev.longrun.run.CsvTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The public data beside the repository; a test that reads it skips where it is not there. */
final class Shared {

    private Shared() {
    }

    static CsvTable table(String name) {
        Path file = Path.of(System.getProperty("longrun.root"), "..", "shared", "data", "scaling", name);
        Assumptions.assumeTrue(Files.exists(file), "skipped: ../shared/data/scaling/" + name + " not found");
        try {
            return CsvTable.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
