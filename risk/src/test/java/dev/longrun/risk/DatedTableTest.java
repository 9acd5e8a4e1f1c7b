package dev.longrun.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.CsvTable;
import dev.longrun.run.TableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatedTableTest {

    private static final List<String> TABLES = List.of("failures.csv", "restart.csv", "reference-classes.csv",
        "promises.csv", "supply.csv", "power.csv", "site.csv", "grid.csv", "prices.csv", "costs.csv", "stock.csv");

    @TempDir
    private Path folder;

    @Test
    void everyRowHasASourceAndADay() {
        for (String name : TABLES) {
            DatedTable table = DatedTable.load(name, Optional.empty());
            assertTrue(table.known(LocalDate.MAX).size() > 2, name);
            assertTrue(table.known(LocalDate.of(2010, 1, 1)).isEmpty(), name);
        }
    }

    @Test
    void onlyWhatWasKnown() {
        assertEquals(56, Supply.known(July2024.DAY).needed("h100-server-lead").quantile(0.1), 1e-6);
        assertEquals(364, Supply.known(LocalDate.of(2023, 12, 1)).needed("h100-server-lead").quantile(0.9), 1e-5);
        assertEquals(Optional.empty(), Supply.known(July2024.DAY).days("build-out-100k"));
        assertEquals(122, Supply.known(LocalDate.of(2025, 1, 1)).needed("build-out-100k").quantile(0.9), 1e-5);
        assertEquals(131, Supply.known(LocalDate.of(2026, 1, 1)).needed("build-out-100k").quantile(0.9), 1e-5);
        assertTrue(assertThrows(RiskException.class, () -> Supply.known(July2024.DAY).needed("grid-connection"))
            .getMessage().startsWith("supply.csv: nothing known of \"grid-connection\" on 2024-07-22; known are "));
    }

    @Test
    void theUsersRowsCount() throws IOException {
        Files.writeString(folder.resolve("supply.csv"), """
            key,as_of,low,high,unit,source
            h100-server-lead,2024-04-30,10,20,days,our own order
            our-site,2024-05-01,30,60,days,the utility's letter
            """);
        DatedTable table = DatedTable.load("supply.csv", Optional.of(folder));
        assertEquals(10, Supply.from(table, July2024.DAY).needed("h100-server-lead").quantile(0.1), 1e-6);
        assertEquals("the utility's letter (known 2024-05-01)",
            Supply.from(table, July2024.DAY).needed("our-site").source());
        assertEquals(364, Supply.from(table, LocalDate.of(2024, 1, 1)).needed("h100-server-lead").quantile(0.9), 1e-5);
    }

    @Test
    void whatIsWrongIsSaidWithRowAndColumn() throws IOException {
        refused(":2: as_of: should be a day such as 2024-07-22", "key,as_of,low,high,source\na,yesterday,1,2,s\n");
        refused(":2: source: must not be empty", "key,as_of,low,high,source\na,2024-01-01,1,2,\n");
        refused(":2: key: must not be empty", "as_of,low,high,source\n2024-01-01,1,2,s\n");
        Path file = folder.resolve("supply.csv");
        Files.writeString(file, "key,as_of,low,high,source\na,2024-01-01,-5,2,s\nb,2024-01-01,9,2,s\n");
        Supply supply = Supply.from(DatedTable.load("supply.csv", Optional.of(folder)), July2024.DAY);
        assertEquals(file + ":2: low: -5.0 should be between 0.1 and 36525.0",
            assertThrows(TableException.class, () -> supply.days("a")).getMessage());
        assertEquals(file + ":3: high: 2.0 should be between 9.0 and 36525.0",
            assertThrows(TableException.class, () -> supply.days("b")).getMessage());
    }

    private void refused(String message, String text) throws IOException {
        Path file = folder.resolve("supply.csv");
        Files.writeString(file, text);
        assertEquals(file + message, assertThrows(TableException.class,
            () -> DatedTable.load("supply.csv", Optional.of(folder))).getMessage());
    }

    @Test
    void promisesAreThoseOfTheRecord() throws IOException {
        Path file = Path.of(System.getProperty("longrun.root"), "../shared/data/runs/announced_vs_shipped.csv");
        Assumptions.assumeTrue(Files.exists(file), "skipped: ../shared/data/runs not found");
        List<CsvTable.Row> record = CsvTable.read(file).rows();
        List<DatedTable.Row> typed = DatedTable.load("promises.csv", Optional.empty()).known(LocalDate.MAX);
        long confirmed = record.stream().filter(row -> row.text("category").orElse("").equals("model")
            && row.text("confirmed").orElse("").equals("yes")).count();
        assertEquals(confirmed, typed.size());
        for (DatedTable.Row row : typed) {
            String promised = row.cells().text("promised_by").orElseThrow();
            CsvTable.Row source = record.stream().filter(other -> other.text("announced_on").orElse("")
                .equals(row.asOf().toString()) && other.text("promised_by").orElse("").equals(promised)
                && row.cells().text("model").orElseThrow().startsWith(
                    other.text("item").orElseThrow().split(" ")[0])).findFirst().orElseThrow();
            if (row.cells().text("outcome").orElseThrow().equals("shipped")) {
                assertEquals(source.text("shipped_on"), row.cells().text("outcome_on"), row.key());
            } else {
                assertEquals(Optional.empty(), source.text("shipped_on"), row.key());
            }
        }
    }

    @Test
    void failuresAreThoseOfTheRecord() throws IOException {
        Path file = Path.of(System.getProperty("longrun.root"), "../shared/data/runs/failures.csv");
        Assumptions.assumeTrue(Files.exists(file), "skipped: ../shared/data/runs not found");
        List<Double> rates = CsvTable.read(file).rows().stream()
            .filter(row -> row.text("rate_unit").orElse("").startsWith("per 1000 node-days"))
            .map(row -> row.number("rate").getAsDouble()).sorted().toList();
        List<Double> typed = DatedTable.load("failures.csv", Optional.empty()).known(LocalDate.MAX).stream()
            .filter(row -> row.cells().text("fleet").isPresent())
            .map(row -> row.cells().number("per_1000_node_days").getAsDouble()).sorted().toList();
        assertEquals(rates.size(), typed.size());
        for (int i = 0; i < rates.size(); i++) {
            assertEquals(rates.get(i), typed.get(i), 0.002); // 3.789 is 3.79 here
        }
    }
}
