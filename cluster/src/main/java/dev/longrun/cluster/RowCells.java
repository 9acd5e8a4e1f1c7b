package dev.longrun.cluster;

import dev.longrun.run.CsvTable;
import dev.longrun.run.TableException;

/** The cells of one published run, checked as they are read. */
record RowCells(CsvTable.Row row) {

    boolean has(String column) {
        return row.text(column).isPresent();
    }

    /** What stands there; empty text for nothing. */
    String text(String column) {
        return row.text(column).orElse("");
    }

    /** A number within bounds; they catch wrong units. */
    double number(String column, double least, double most) {
        double number = row.number(column).orElseThrow(() -> problem(column, "is not published"));
        if (number < least || number > most) {
            throw problem(column, text(column) + " is not between " + plain(least) + " and " + plain(most));
        }
        return number;
    }

    /** A whole number within bounds. */
    int whole(String column, int least, int most) {
        double number = number(column, least, most);
        if (number != Math.rint(number)) {
            throw problem(column, text(column) + " is not a whole number");
        }
        return (int) number;
    }

    /** A whole number, or another where nothing stands. */
    int whole(String column, int least, int most, int otherwise) {
        return has(column) ? whole(column, least, most) : otherwise;
    }

    TableException problem(String column, String message) {
        return row.problem(column, message);
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9 ? Long.toString((long) value)
            : Double.toString(value);
    }
}
