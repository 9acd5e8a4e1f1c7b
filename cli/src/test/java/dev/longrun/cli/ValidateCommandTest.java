package dev.longrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

    private static final Path EXAMPLE = Path.of(System.getProperty("longrun.root"), "examples/published-runs.csv");

    @TempDir
    private Path folder;

    @Test
    void theExample() throws IOException {
        Files.copy(EXAMPLE, folder.resolve("runs.csv"));
        Screen screen = new Screen(folder, false);
        assertEquals(0, screen.run("validate", "runs.csv", "--json", "out.json"), screen.err());
        assertTrue(screen.out().contains("korthikanti-2022"));
        assertEquals("", screen.err());
        assertEquals(18, new ObjectMapper().readTree(folder.resolve("out.json").toFile()).get("rows").size());
    }

    @Test
    void badTablesAreOneLineAndNothingIsWritten() throws IOException {
        refused("", "runs.csv: is empty; the first row must name the columns");
        refused("a,b\n1,2\n", "runs.csv:1: there is no column id, layers");
        refused("id,id\n1,2\n", "runs.csv");
        refused("a,b\n1,2,3\n", "runs.csv:2: has 3 cells where the header has 2");
    }

    @Test
    void aTableThatIsNotThere() {
        Screen screen = new Screen(folder, false);
        assertEquals(1, screen.run("validate", "none.csv"));
        assertTrue(screen.err().contains("none.csv: no such file or folder"), screen.err());
    }

    @Test
    void theTableIsNotOverwritten() throws IOException {
        Files.copy(EXAMPLE, folder.resolve("runs.csv"));
        Screen screen = new Screen(folder, false);
        assertEquals(2, screen.run("validate", "runs.csv", "--json", "runs.csv"));
        assertEquals(Files.readString(EXAMPLE), Files.readString(folder.resolve("runs.csv")));
    }

    private void refused(String table, String message) throws IOException {
        Files.writeString(folder.resolve("runs.csv"), table);
        Screen screen = new Screen(folder, false);
        assertEquals(2, screen.run("validate", "runs.csv", "--json", "out.json"));
        assertTrue(screen.err().contains(message), screen.err());
        assertEquals(1, screen.err().lines().count(), screen.err());
        assertFalse(Files.exists(folder.resolve("out.json")));
    }
}
