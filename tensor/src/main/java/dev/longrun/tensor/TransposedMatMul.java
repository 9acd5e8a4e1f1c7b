package dev.longrun.tensor;

import java.util.Arrays;

/**
 * {@code C[m,n] (+)= A[k,m] B[k,n]}, the product that gradients of weights take: k is long, and c is small. A task is a
 * block of c for the whole of k. It packs its own columns of a and b, some rows at a time, so that they and its block
 * of c stay in L2 and no packed number goes by way of memory; rows are read whole, one after another. The bits are
 * those of {@link ScalarMatMul}.
 */
final class TransposedMatMul {

    /** Rows of c in a task. */
    private static final int TASK_ROWS = 192;

    /** Columns of c in a task. */
    private static final int TASK_COLUMNS = 256;

    /** Greatest k of a block. */
    private static final int DEPTH = 384;

    private static final float[] ZEROS = new float[Tiles.COLUMNS];

    private final ThreadTeam team;
    private final ThreadTeam.Task multiplying = this::multiply;
    private final Worker[] workers;

    // the product under way
    private float[] a = ZEROS;
    private int aAt;
    private int lda;
    private float[] b = ZEROS;
    private int bAt;
    private int ldb;
    private float[] c = ZEROS;
    private int cAt;
    private int ldc;
    private int rows;
    private int columns;
    private int k;
    private boolean accumulates;
    private int rowTasks;
    private int rowsOfTask;
    private int columnsOfTask;

    /** What a worker works on: packed columns of a and b, and a tile that reaches beyond c. */
    private static final class Worker {
        private final float[] tile = new float[Tiles.ROWS * Tiles.COLUMNS];
        private float[] a = new float[0];
        private float[] b = new float[0];
    }

    TransposedMatMul(ThreadTeam team) {
        this.team = team;
        workers = new Worker[team.size()];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker();
        }
    }

    /** The product, no size being 0; {@code shared} by the team or all by the caller. */
    void product(boolean shared, int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate) {
        this.a = a;
        this.aAt = aAt;
        this.lda = lda;
        this.b = b;
        this.bAt = bAt;
        this.ldb = ldb;
        this.c = c;
        this.cAt = cAt;
        this.ldc = ldc;
        this.k = k;
        rows = m;
        columns = n;
        accumulates = accumulate;
        team.run(shared, divide(shared ? team.size() : 1), multiplying);
        this.a = ZEROS;
        this.b = ZEROS;
        this.c = ZEROS;
    }

    /** Blocks of c of about equal size, and a multiple of the threads where there is enough of c. Returns how many. */
    private int divide(int threads) {
        rowTasks = Math.ceilDiv(rows, TASK_ROWS);
        int columnTasks = Math.ceilDiv(columns, TASK_COLUMNS);
        if (rowTasks * columnTasks % threads != 0) {
            if (rows >= columns) {
                rowTasks = Math.min(Division.roundUp(rowTasks, threads), Math.ceilDiv(rows, Division.LEAST_TASK_ROWS));
            } else {
                columnTasks = Math.min(Division.roundUp(columnTasks, threads),
                    Math.ceilDiv(columns, Division.LEAST_TASK_COLUMNS));
            }
        }
        rowsOfTask = Division.roundUp(Math.ceilDiv(rows, rowTasks), Tiles.FEWEST_ROWS);
        rowTasks = Math.ceilDiv(rows, rowsOfTask);
        columnsOfTask = Division.roundUp(Math.ceilDiv(columns, columnTasks), Tiles.COLUMNS);
        return rowTasks * Math.ceilDiv(columns, columnsOfTask);
    }

    private void multiply(int task, int worker) {
        int i0 = task % rowTasks * rowsOfTask;
        int high = Math.min(rowsOfTask, rows - i0);
        int j0 = task / rowTasks * columnsOfTask;
        int wide = Math.min(columnsOfTask, columns - j0);
        Worker own = workers[worker];
        int step = Division.step(k, DEPTH, 1);
        own.a = MatMul.grown(own.a, Math.ceilDiv(high, Tiles.ROWS) * step * Tiles.SLOT);
        own.b = MatMul.grown(own.b, Division.roundUp(wide, Tiles.COLUMNS) * step);
        for (int p = 0; p < k; p += step) {
            int deep = Math.min(step, k - p);
            Packing.columns(deep, high, a, aAt + p * lda + i0, lda, own.a);
            Packing.panels(deep, wide, b, bAt + p * ldb + j0, ldb, own.b);
            block(deep, high, wide, cAt + i0 * ldc + j0, accumulates || p > 0, own);
        }
    }

    /** The tiles of a task for one block of k, row by row of tiles. */
    private void block(int deep, int high, int wide, int at, boolean loadsC, Worker own) {
        for (int i = 0; i < high; i += Tiles.ROWS) {
            int tall = Tiles.rowsFor(high - i);
            int aFrom = i / Tiles.ROWS * deep * Tiles.SLOT;
            for (int j = 0; j < wide; j += Tiles.COLUMNS) {
                place(tall, Math.min(tall, high - i), Math.min(Tiles.COLUMNS, wide - j), deep, aFrom, j * deep,
                    at + i * ldc + j, loadsC, own);
            }
        }
    }

    /** A tile: straight into c, or where it reaches beyond c by way of a tile of its own. */
    private void place(int tall, int whole, int wide, int deep, int aFrom, int bFrom, int at, boolean loadsC,
        Worker own) {
        if (whole == tall && wide == Tiles.COLUMNS) {
            Tiles.packed(tall, deep, own.a, aFrom, own.b, bFrom, loadsC ? c : ZEROS, loadsC ? at : 0, loadsC ? ldc : 0,
                c, at, ldc);
            return;
        }
        Arrays.fill(own.tile, 0);
        if (loadsC) {
            MatMul.copy(whole, wide, c, at, ldc, own.tile, 0, Tiles.COLUMNS);
        }
        Tiles.packed(tall, deep, own.a, aFrom, own.b, bFrom, own.tile, 0, Tiles.COLUMNS, own.tile, 0, Tiles.COLUMNS);
        MatMul.copy(whole, wide, own.tile, 0, Tiles.COLUMNS, c, at, ldc);
    }
}
