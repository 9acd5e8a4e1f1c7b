package dev.longrun.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {

    @TempDir
    private Path folder;

    @Test
    void cellsByNameWithQuotesAndLineBreaks() {
        CsvTable table = CsvTable.of("\ufeffid,loss,note\na,2.5,\"one, \"\"two\"\"\nthree\"\nb, ,\n\nc,1e-3\n",
            "t.csv");
        assertEquals(List.of("id", "loss", "note"), table.columns());
        assertEquals(3, table.rows().size());
        CsvTable.Row first = table.rows().getFirst();
        assertEquals(Optional.of("one, \"two\"\nthree"), first.text("note"));
        assertEquals(OptionalDouble.of(2.5), first.number("loss"));
        assertEquals(OptionalDouble.empty(), table.rows().get(1).number("loss"));
        assertEquals(4, table.rows().get(1).line());
        assertEquals(6, table.rows().get(2).line());
        assertEquals(OptionalDouble.of(0.001), table.rows().get(2).number("loss"));
        assertEquals(Optional.empty(), table.rows().get(2).text("note"));
        assertEquals(Optional.empty(), first.text("elsewhere"));
    }

    @Test
    void whatIsWrongIsSaidWithRowAndColumn() {
        CsvTable table = CsvTable.of("id,loss\na,2.5\nb,2.5x\nc,NaN\nd,0x10\ne,1e999\n", "t.csv");
        for (int i = 1; i < 5; i++) {
            CsvTable.Row row = table.rows().get(i);
            String message = assertThrows(TableException.class, () -> row.number("loss")).getMessage();
            assertTrue(message.startsWith("t.csv:" + (i + 2) + ": loss: \""), message);
            assertTrue(message.endsWith("\" is not a number"), message);
        }
    }

    @Test
    void whatIsNoTableIsRefused() throws IOException {
        refused("t.csv: is empty; the first row must name the columns", "\n\n");
        refused("t.csv:2: has 3 cells where the header has 2", "a,b\n1,2,3\n");
        refused("t.csv:1: the column \"a\" is there twice", "a,a\n1,2\n");
        assertTrue(assertThrows(TableException.class, () -> CsvTable.of("a,b\n\"1,2\n", "t.csv")).getMessage()
            .startsWith("t.csv: not a table of comma-separated values: "));
        Path binary = Files.write(folder.resolve("binary.csv"), new byte[] {'a', ',', (byte) 0xff, '\n'});
        assertEquals(binary + ": is not UTF-8 text",
            assertThrows(TableException.class, () -> CsvTable.read(binary)).getMessage());
    }

    private static void refused(String message, String text) {
        assertEquals(message, assertThrows(TableException.class, () -> CsvTable.of(text, "t.csv")).getMessage());
    }
}
