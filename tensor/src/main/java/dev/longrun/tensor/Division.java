package dev.longrun.tensor;

/** How a block of c is divided into tasks, and long axes into steps. */
final class Division {

    /** Rows of a task, whose block of a stays in L2; fewer when there would be too few tasks. */
    private static final int TASK_ROWS = 144;

    /** Least of a task, where a product is divided for more threads. */
    static final int LEAST_TASK_ROWS = 48;
    static final int LEAST_TASK_COLUMNS = 64;

    private final int tileRows;
    private final int tileColumns;
    private int tasks;
    private int rowTasks;
    private int rowsOfTask;
    private int columnsOfTask;

    /** For tiles of this size, of which a task has whole ones. */
    Division(int tileRows, int tileColumns) {
        this.tileRows = tileRows;
        this.tileColumns = tileColumns;
    }

    /** Divides the rows, and where that is not enough the columns, into about {@code wanted} tasks or more. */
    void divide(int rows, int columns, int wanted, int threads) {
        rowTasks = Math.ceilDiv(rows, TASK_ROWS);
        columnsOfTask = columns;
        if (wanted > 1) {
            rowTasks = Math.min(Math.max(wanted, roundUp(rowTasks, threads)), Math.ceilDiv(rows, LEAST_TASK_ROWS));
            int columnTasks = Math.min(Math.ceilDiv(wanted, rowTasks), Math.ceilDiv(columns, LEAST_TASK_COLUMNS));
            columnsOfTask = roundUp(Math.ceilDiv(columns, columnTasks), tileColumns);
        }
        rowsOfTask = roundUp(Math.ceilDiv(rows, rowTasks), tileRows);
        rowTasks = Math.ceilDiv(rows, rowsOfTask);
        tasks = rowTasks * Math.ceilDiv(columns, columnsOfTask);
    }

    int tasks() {
        return tasks;
    }

    /** The most rows that a task has. */
    int rowsOfTask() {
        return rowsOfTask;
    }

    /** The most columns that a task has. */
    int columnsOfTask() {
        return columnsOfTask;
    }

    int firstRow(int task) {
        return task % rowTasks * rowsOfTask;
    }

    int firstColumn(int task) {
        return task / rowTasks * columnsOfTask;
    }

    /** Equal steps of at most {@code most}, each a multiple of {@code unit}. */
    static int step(int size, int most, int unit) {
        int steps = Math.max(1, Math.ceilDiv(size, most));
        return Math.max(unit, roundUp(Math.ceilDiv(size, steps), unit));
    }

    static int roundUp(int size, int unit) {
        return Math.ceilDiv(size, unit) * unit;
    }
}
