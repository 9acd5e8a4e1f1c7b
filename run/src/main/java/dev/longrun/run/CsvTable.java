package dev.longrun.run;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** A table given as CSV (RFC 4180), its columns by the names of the first row; an empty cell has no value. */
public final class CsvTable {

    private static final long MOST_BYTES = 64_000_000;
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private final String label;
    private final List<String> columns;
    private final List<Row> rows;

    /** One row; {@code line} is where it begins in the file, the header being line 1. */
    public static final class Row {

        private final CsvTable table;
        private final CSVRecord cells;
        private final long line;

        private Row(CsvTable table, CSVRecord cells, long line) {
            this.table = table;
            this.cells = cells;
            this.line = line;
        }

        /** The line of the file at which the row begins. */
        public long line() {
            return line;
        }

        /** What stands in a column; nothing where the cell is blank or the table has no such column. */
        public Optional<String> text(String column) {
            return cells.isMapped(column) && cells.isSet(column)
                ? Optional.of(cells.get(column).strip()).filter(text -> !text.isEmpty()) : Optional.empty();
        }

        /**
         * The number in a column.
         *
         * @throws TableException if what stands there is not a finite number
         */
        public OptionalDouble number(String column) {
            Optional<String> text = text(column);
            if (text.isEmpty()) {
                return OptionalDouble.empty();
            }
            double number = NUMBER.matcher(text.get()).matches() ? Double.parseDouble(text.get()) : Double.NaN;
            if (!Double.isFinite(number)) {
                throw problem(column, "\"" + shown(text.get()) + "\" is not a number");
            }
            return OptionalDouble.of(number);
        }

        /** What to throw where a cell cannot be used. */
        public TableException problem(String column, String message) {
            return new TableException(table.label + ":" + line + ": " + column + ": " + message);
        }
    }

    private CsvTable(String label, String text) {
        this.label = label;
        CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setIgnoreEmptyLines(false)
            .setAllowMissingColumnNames(true).get();
        List<Row> read = new ArrayList<>();
        try (CSVParser parser = CSVParser.builder().setReader(new StringReader(text)).setFormat(format).get()) {
            columns = List.copyOf(parser.getHeaderNames());
            long line = parser.getCurrentLineNumber() + 1;
            for (CSVRecord cells : parser) {
                if (cells.size() > columns.size()) {
                    throw new TableException(label + ":" + line + ": has " + cells.size()
                        + " cells where the header has " + columns.size());
                }
                if (cells.size() > 1 || !cells.get(0).isBlank()) {
                    read.add(new Row(this, cells, line));
                }
                line = parser.getCurrentLineNumber() + 1;
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new TableException(label + ": not a table of comma-separated values: " + shown(e.getMessage()));
        }
        rows = List.copyOf(read);
        Set<String> seen = new HashSet<>();
        columns.forEach(column -> {
            if (!seen.add(column)) {
                throw new TableException(label + ":1: the column \"" + shown(column) + "\" is there twice");
            }
        });
    }

    /**
     * Reads a file.
     *
     * @throws TableException if it is no table
     * @throws IOException if it cannot be read
     */
    public static CsvTable read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new TableException(file + ": is larger than 64 MB");
        }
        byte[] bytes = Files.readAllBytes(file);
        try {
            return of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), file.toString());
        } catch (CharacterCodingException e) {
            throw new TableException(file + ": is not UTF-8 text");
        }
    }

    /** Reads text; {@code label} names it in messages. */
    public static CsvTable of(String text, String label) {
        String whole = text.startsWith("\ufeff") ? text.substring(1) : text;
        if (whole.isBlank()) {
            throw new TableException(label + ": is empty; the first row must name the columns");
        }
        return new CsvTable(label, whole);
    }

    /** How the table is named in messages. */
    public String label() {
        return label;
    }

    /** The names of the first row. */
    public List<String> columns() {
        return columns;
    }

    /** All rows below the header. */
    public List<Row> rows() {
        return rows;
    }

    private static String shown(String text) {
        String line = text == null ? "" : text.replaceAll("\\p{Cntrl}", " ");
        return line.length() > 80 ? line.substring(0, 80) + "..." : line;
    }
}
