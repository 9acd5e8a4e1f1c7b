package dev.longrun.tensor;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * Matrix products on row-major blocks of {@code float[]}. Whatever the machine and the number of threads,
 * {@code c[i,j]} starts at 0 (or at {@code c[i,j]} when accumulating) and takes {@code fma(a, b, c)} for
 * {@code p = 0..k-1} in order: the bits are those of {@link ScalarMatMul}. An instance keeps its scratch, so it serves
 * one caller at a time; {@code c} must not overlap {@code a} or {@code b}.
 *
 * <p>The plan is Goto and van de Geijn's (ACM TOMS 34(3), 2008): blocks of k and of columns, b packed into panels once
 * by the whole team, tiles of c in registers ({@link Tiles}). A block of k that is not the first loads its tiles from
 * c again, so that blocking does not change a bit.
 */
public final class MatMul implements Products {

    /** What the operands look like: b by rows, b transposed, a transposed. */
    private enum Kind { NN, NT, TN }

    // Greatest block of k, columns and (where a is packed) rows, in elements: a block of a (144 rows) stays in L2, a
    // packed block of b in L3.
    private static final int MOST_K = 768;
    private static final int MOST_COLUMNS = 2048;
    private static final int MOST_ROWS = 1056;

    /** Elements of the panels of b that a row of tiles passes at a time: they stay in L2 from one row to the next. */
    private static final int STRIP = 96 * 1024;

    /** Rows of a whose distance is a multiple of this fall on the same few cache lines: they are copied first. */
    private static final int ALIASING = 512;

    /** Panels from which the copy is worth its cost. */
    private static final int LEAST_COPIED_PANELS = 8;

    /** Rows of a task; fewer when there would be too few tasks. */
    private static final int TASK_ROWS = 144;

    private static final int LEAST_TASK_ROWS = 48;
    private static final int LEAST_TASK_COLUMNS = 64;

    /** Multiplications below which a product is not worth sharing. */
    private static final long LEAST_SHARED = 500_000;

    /** Rows up to which b is read where it lies: packing it costs more than it saves. */
    private static final int MOST_DIRECT_ROWS = 2 * Tiles.ROWS;

    private static final float[] ZEROS = new float[Tiles.COLUMNS];

    private final ThreadTeam team;
    private final ThreadTeam.Task packing = (task, worker) -> pack(task);
    private final ThreadTeam.Task multiplying = this::multiply;
    private final float[][] tiles;
    private final float[][] fringes;
    private final float[][] copies;
    private float[] packedA = new float[0];
    private float[] packedB = new float[0];

    // the product under way
    private Kind kind = Kind.NN;
    private float[] a = ZEROS;
    private int aAt;
    private int lda;
    private float[] b = ZEROS;
    private int bAt;
    private int ldb;
    private float[] c = ZEROS;
    private int cAt;
    private int ldc;

    // the block under way: depth of k from kFrom, columns from columnFrom, rows from rowFrom
    private int kFrom;
    private int depth;
    private int columnFrom;
    private int columns;
    private int rowFrom;
    private int rows;
    private boolean loadsC;
    private boolean direct;
    private int copyStride;

    // its tasks
    private int panelTasks;
    private int rowsOfTask;
    private int rowTasks;
    private int columnsOfTask;

    /** A product that runs on {@code team}. Inside a task of a team, use one made with a team of size 1. */
    public MatMul(ThreadTeam team) {
        this.team = Objects.requireNonNull(team);
        tiles = new float[team.size()][Tiles.ROWS * Tiles.COLUMNS];
        copies = new float[team.size()][0];
        fringes = new float[team.size()][Tiles.FEWEST_ROWS * MOST_K];
    }

    /**
     * {@code C[m,n] (+)= A[m,k] B[k,n]}; {@code aAt} is the offset of the block's first element, {@code lda} the
     * distance between its rows, and alike for b and c.
     *
     * @throws IllegalArgumentException if a size is negative or a block leaves its array
     */
    @Override
    public void nn(int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate) {
        check(m, n, k, a, aAt, lda, m, k, b, bAt, ldb, k, n, c, cAt, ldc);
        product(Kind.NN, m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, accumulate);
    }

    /**
     * {@code C[m,n] (+)= A[m,k] B[n,k]} with b transposed, as {@link #nn} otherwise.
     *
     * @throws IllegalArgumentException if a size is negative or a block leaves its array
     */
    @Override
    public void nt(int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate) {
        check(m, n, k, a, aAt, lda, m, k, b, bAt, ldb, n, k, c, cAt, ldc);
        product(Kind.NT, m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, accumulate);
    }

    /**
     * {@code C[m,n] (+)= A[k,m] B[k,n]} with a transposed, as {@link #nn} otherwise.
     *
     * @throws IllegalArgumentException if a size is negative or a block leaves its array
     */
    @Override
    public void tn(int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate) {
        check(m, n, k, a, aAt, lda, k, m, b, bAt, ldb, k, n, c, cAt, ldc);
        product(Kind.TN, m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, accumulate);
    }

    private void product(Kind kind, int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate) {
        this.kind = kind;
        this.a = a;
        this.aAt = aAt;
        this.lda = lda;
        this.b = b;
        this.bAt = bAt;
        this.ldb = ldb;
        this.c = c;
        this.cAt = cAt;
        this.ldc = ldc;
        direct = kind == Kind.NN && m <= MOST_DIRECT_ROWS;
        if (k == 0 && !accumulate) {
            for (int i = 0; i < m; i++) {
                Arrays.fill(c, cAt + i * ldc, cAt + i * ldc + n, 0);
            }
        }
        boolean shared = team.size() > 1 && (long) m * n * k >= LEAST_SHARED;
        int columnStep = step(n, MOST_COLUMNS, Tiles.COLUMNS);
        int kStep = step(k, MOST_K, 1);
        int rowStep = kind == Kind.TN ? step(m, MOST_ROWS, Tiles.ROWS) : m;
        for (columnFrom = 0; columnFrom < n; columnFrom += columnStep) {
            columns = Math.min(columnStep, n - columnFrom);
            for (kFrom = 0; kFrom < k; kFrom += kStep) {
                depth = Math.min(kStep, k - kFrom);
                loadsC = accumulate || kFrom > 0;
                for (rowFrom = 0; rowFrom < m; rowFrom += rowStep) {
                    rows = Math.min(rowStep, m - rowFrom);
                    block(shared);
                }
            }
        }
        release();
    }

    /** Equal steps of at most {@code most}, each a multiple of {@code unit}. */
    private static int step(int size, int most, int unit) {
        int steps = Math.max(1, Math.ceilDiv(size, most));
        return Math.max(unit, roundUp(Math.ceilDiv(size, steps), unit));
    }

    /** Keeps no operand alive after its product. */
    private void release() {
        a = ZEROS;
        b = ZEROS;
        c = ZEROS;
    }

    /** One block of k, columns and rows: packing, then the tiles. */
    private void block(boolean shared) {
        int panels = rowFrom == 0 ? Math.ceilDiv(columns, Tiles.COLUMNS) : 0;
        packedB = grown(packedB, (direct ? 1 : Math.ceilDiv(columns, Tiles.COLUMNS)) * Tiles.COLUMNS * depth);
        panelTasks = direct ? columns % Tiles.COLUMNS == 0 ? 0 : 1 : panels;
        int rowPanels = 0;
        if (kind == Kind.TN) {
            packedA = grown(packedA, roundUp(rows, Tiles.FEWEST_ROWS) * depth);
            rowPanels = Math.ceilDiv(rows, Tiles.ROWS);
        }
        int packs = panelTasks + rowPanels;
        boolean copies = kind != Kind.TN && lda % ALIASING == 0 && columns >= LEAST_COPIED_PANELS * Tiles.COLUMNS;
        copyStride = copies ? roundUp(depth, 32) + 16 : 0;
        if (shared) {
            divide(4 * team.size());
            team.run(packs, packing);
            team.run(rowTasks * Math.ceilDiv(columns, columnsOfTask), multiplying);
        } else {
            for (int i = 0; i < packs; i++) {
                pack(i);
            }
            divide(1);
            for (int i = 0; i < rowTasks; i++) {
                multiply(i, 0);
            }
        }
    }

    /** Divides the block's rows, and where that is not enough its columns, into about {@code wanted} tasks or more. */
    private void divide(int wanted) {
        rowTasks = Math.ceilDiv(rows, TASK_ROWS);
        columnsOfTask = columns;
        if (wanted > 1) {
            rowTasks = Math.min(Math.max(wanted, roundUp(rowTasks, team.size())), Math.ceilDiv(rows, LEAST_TASK_ROWS));
            int columnTasks = Math.min(Math.ceilDiv(wanted, rowTasks), Math.ceilDiv(columns, LEAST_TASK_COLUMNS));
            columnsOfTask = roundUp(Math.ceilDiv(columns, columnTasks), Tiles.COLUMNS);
        }
        rowsOfTask = roundUp(Math.ceilDiv(rows, rowTasks), Tiles.ROWS);
        rowTasks = Math.ceilDiv(rows, rowsOfTask);
    }

    /** Packs one panel of b, or one of a. */
    private void pack(int task) {
        if (task >= panelTasks) {
            int i = (task - panelTasks) * Tiles.ROWS;
            int end = Math.min(rows, i + Tiles.ROWS);
            while (i < end) {
                int wide = Tiles.rowsOfNext(end - i);
                Packing.columns(depth, Math.min(wide, end - i), wide, a, aAt + kFrom * lda + rowFrom + i, lda,
                    packedA, i * depth);
                i += wide;
            }
            return;
        }
        int panel = direct ? columns / Tiles.COLUMNS : task;
        int at = direct ? 0 : panel * Tiles.COLUMNS * depth;
        int j = columnFrom + panel * Tiles.COLUMNS;
        int wide = Math.min(Tiles.COLUMNS, columns - panel * Tiles.COLUMNS);
        if (kind == Kind.NT) {
            Packing.transposed(depth, wide, Tiles.COLUMNS, b, bAt + j * ldb + kFrom, ldb, packedB, at);
        } else {
            Packing.panel(depth, wide, b, bAt + kFrom * ldb + j, ldb, packedB, at);
        }
    }

    /** The tiles of one task: a range of rows and columns. */
    private void multiply(int task, int worker) {
        int i0 = task % rowTasks * rowsOfTask;
        int i1 = Math.min(rows, i0 + rowsOfTask);
        int j0 = task / rowTasks * columnsOfTask;
        int j1 = Math.min(columns, j0 + columnsOfTask);
        int odd = (i1 - i0) % Tiles.FEWEST_ROWS;
        if (odd > 0 && kind != Kind.TN) {
            Packing.transposed(depth, odd, Tiles.FEWEST_ROWS, a, aAt + (rowFrom + i1 - odd) * lda + kFrom, lda,
                fringes[worker], 0);
        }
        if (copyStride > 0) {
            copies[worker] = grown(copies[worker], rowsOfTask * copyStride);
            copy(i1 - i0, depth, a, aAt + (rowFrom + i0) * lda + kFrom, lda, copies[worker], 0, copyStride);
        }
        int strip = Math.max(1, STRIP / depth / Tiles.COLUMNS) * Tiles.COLUMNS;
        for (int j = j0; j < j1; j += strip) {
            strip(i0, i1, j, Math.min(j1, j + strip), worker);
        }
    }

    /** The tiles of rows i0 to i1 in the panels of columns j0 to j1, row by row of tiles. */
    private void strip(int i0, int i1, int j0, int j1, int worker) {
        int high;
        for (int i = i0; i < i1; i += high) {
            high = Tiles.rowsOfNext(i1 - i);
            for (int j = j0; j < j1; j += Tiles.COLUMNS) {
                int wide = Math.min(Tiles.COLUMNS, j1 - j);
                if (direct && wide == Tiles.COLUMNS) {
                    panel(i, i1, j, wide, b, bAt + kFrom * ldb + columnFrom + j, ldb, worker);
                } else {
                    panel(i, i1, j, wide, packedB, direct ? 0 : j * depth, Tiles.COLUMNS, worker);
                }
            }
        }
    }

    /** The tile of row i on in one panel of b. */
    private void panel(int i, int i1, int j, int wide, float[] panel, int panelAt, int panelStride, int worker) {
        int high = Tiles.rowsOfNext(i1 - i);
        int at = cAt + (rowFrom + i) * ldc + columnFrom + j;
        int whole = Math.min(high, i1 - i);
        if (whole == high && wide == Tiles.COLUMNS) {
            tile(high, whole, i, panel, panelAt, panelStride, c, at, ldc, worker);
        } else {
            float[] tile = tiles[worker];
            if (loadsC) {
                Arrays.fill(tile, 0);
                copy(whole, wide, c, at, ldc, tile, 0, Tiles.COLUMNS);
            }
            tile(high, whole, i, panel, panelAt, panelStride, tile, 0, Tiles.COLUMNS, worker);
            copy(whole, wide, tile, 0, Tiles.COLUMNS, c, at, ldc);
        }
    }

    private void tile(int high, int whole, int i, float[] panel, int panelAt, int panelStride, float[] into, int at,
        int stride, int worker) {
        float[] from = loadsC ? into : ZEROS;
        int fromAt = loadsC ? at : 0;
        int fromStride = loadsC ? stride : 0;
        if (kind == Kind.TN) {
            Tiles.packed(high, depth, packedA, i * depth, panel, panelAt, panelStride,
                from, fromAt, fromStride, into, at, stride);
        } else if (whole < high) {
            Tiles.packed(high, depth, fringes[worker], 0, panel, panelAt, panelStride,
                from, fromAt, fromStride, into, at, stride);
        } else if (copyStride > 0) {
            Tiles.rows(high, depth, copies[worker], i % rowsOfTask * copyStride, copyStride, panel, panelAt,
                panelStride, from, fromAt, fromStride, into, at, stride);
        } else {
            Tiles.rows(high, depth, a, aAt + (rowFrom + i) * lda + kFrom, lda, panel, panelAt, panelStride,
                from, fromAt, fromStride, into, at, stride);
        }
    }

    private static void copy(int rows, int columns, float[] from, int fromAt, int fromStride,
        float[] to, int toAt, int toStride) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(from, fromAt + i * fromStride, to, toAt + i * toStride, columns);
        }
    }

    private static float[] grown(float[] scratch, int size) {
        return scratch.length >= size ? scratch : new float[size];
    }

    private static int roundUp(int size, int unit) {
        return Math.ceilDiv(size, unit) * unit;
    }

    static void check(int m, int n, int k, float[] a, int aAt, int lda, int aRows, int aColumns,
        float[] b, int bAt, int ldb, int bRows, int bColumns, float[] c, int cAt, int ldc) {
        if (m < 0 || n < 0 || k < 0) {
            throw new IllegalArgumentException(
                String.format(Locale.ROOT, "product of m %d, n %d, k %d: no size may be negative", m, n, k));
        }
        check("a", a, aAt, lda, aRows, aColumns);
        check("b", b, bAt, ldb, bRows, bColumns);
        check("c", c, cAt, ldc, m, n);
    }

    private static void check(String name, float[] array, int at, int stride, int rows, int columns) {
        if (rows == 0 || columns == 0) {
            return;
        }
        long end = at + (rows - 1L) * stride + columns;
        if (at < 0 || stride < columns || end > array.length) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                "%s[%d,%d] at %d with %d from row to row leaves its array of %d (or its rows overlap)",
                name, rows, columns, at, stride, array.length));
        }
    }
}
