package dev.longrun.risk;

import dev.longrun.run.CsvTable;
import dev.longrun.run.TableException;
import dev.longrun.run.UserFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Facts with the day from which they were publicly known ({@code as_of}) and their source. A file of the same name in
 * the user's folder adds rows; where key and day are the same, the user's row counts.
 */
public final class DatedTable {

    private final List<Row> rows;

    /** One fact. */
    public record Row(String key, LocalDate asOf, String source, CsvTable.Row cells) {

        /** A number that must be there, within bounds. */
        double number(String column, double low, double high) {
            double value = cells.number(column).orElseThrow(() -> cells.problem(column, "needs a number"));
            if (!(value >= low && value <= high)) {
                throw cells.problem(column, value + " should be between " + low + " and " + high);
            }
            return value;
        }

        /** A date, where there is one. */
        Optional<LocalDate> date(String column) {
            return cells.text(column).map(text -> DatedTable.date(cells, column, text));
        }

        /** Source and day, as shown beside a figure. */
        String cited() {
            return source + " (known " + asOf + ")";
        }
    }

    private DatedTable(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    /** A table that comes with Longrun, with what the user adds to it. */
    static DatedTable load(String name) {
        return load(name, UserFolder.path());
    }

    static DatedTable load(String name, Optional<Path> userFolder) {
        List<Row> users = userFolder.map(folder -> folder.resolve(name)).filter(Files::exists)
            .map(DatedTable::user).orElse(List.of());
        List<Row> all = new ArrayList<>(users);
        for (Row shipped : shipped(name)) {
            if (users.stream().noneMatch(row -> row.key().equals(shipped.key()) && row.asOf().equals(shipped.asOf()))) {
                all.add(shipped);
            }
        }
        return new DatedTable(all);
    }

    /** Reads text, for tests and tables from elsewhere. */
    static DatedTable of(CsvTable table) {
        return new DatedTable(rows(table));
    }

    /** What was known on a day, oldest first. */
    public List<Row> known(LocalDate day) {
        return rows.stream().filter(row -> !row.asOf().isAfter(day)).sorted(Comparator.comparing(Row::asOf)).toList();
    }

    /** The newest fact of that name known on a day. */
    public Optional<Row> latest(String key, LocalDate day) {
        return known(day).stream().filter(row -> row.key().equals(key)).reduce((_, later) -> later);
    }

    private static List<Row> user(Path file) {
        try {
            return rows(CsvTable.read(file));
        } catch (IOException e) {
            throw new TableException(file + ": cannot be read");
        }
    }

    private static List<Row> shipped(String name) {
        try (InputStream in = DatedTable.class.getResourceAsStream(name)) {
            return rows(CsvTable.of(new String(in.readAllBytes(), StandardCharsets.UTF_8), name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Row> rows(CsvTable table) {
        return table.rows().stream().map(cells -> new Row(needed(cells, "key"),
            date(cells, "as_of", needed(cells, "as_of")), needed(cells, "source"), cells)).toList();
    }

    private static String needed(CsvTable.Row cells, String column) {
        return cells.text(column).orElseThrow(() -> cells.problem(column, "must not be empty"));
    }

    private static LocalDate date(CsvTable.Row cells, String column, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw cells.problem(column, "should be a day such as 2024-07-22");
        }
    }
}
