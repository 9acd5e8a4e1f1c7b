package dev.longrun.cluster;

import dev.longrun.run.CsvTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The module's data files. */
final class Tables {

    private Tables() {
    }

    static CsvTable shipped(String name) {
        try (InputStream in = Tables.class.getResourceAsStream(name)) {
            return CsvTable.of(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
