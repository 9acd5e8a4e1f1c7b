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
 * c again, so that blocking does not change a bit. Products with a transposed go by {@link TransposedMatMul}.
 */
public final class MatMul implements Products {

    /** How b lies: by rows, or transposed. */
    private enum Kind { NN, NT }

    /** Elements of b packed at once: they stay in L3. */
    private static final int MOST_PACKED = 4 << 20;

    /** Columns packed at once, however deep they are. */
    private static final int LEAST_COLUMNS = 256;

    /** Rows of b packed by a task. */
    private static final int PACKED_ROWS = 128;

    /** Elements of the panels of b that a row of tiles passes at a time: they stay in L2 from one row to the next. */
    private static final int STRIP = 96 * 1024;

    /** Multiplications below which a product is not worth sharing. */
    private static final long LEAST_SHARED = 500_000;

    /** Rows up to which b is read where it lies: packing it costs more than it saves. */
    private static final int MOST_DIRECT_ROWS = 2 * Tiles.ROWS;

    /** Elements below which packing ahead is not worth sharing. */
    private static final int LEAST_SHARED_PACKING = 65_536;

    private static final float[] ZEROS = new float[Tiles.COLUMNS];
    private static final PackedMatrix NONE = new PackedMatrix(1, 1);

    private final ThreadTeam team;
    private final ThreadTeam.Task packing = (task, worker) -> pack(task);
    private final ThreadTeam.Task multiplying = this::multiply;
    private final Division division = new Division(Tiles.ROWS, Tiles.COLUMNS);
    private final Worker[] workers;
    private final TransposedMatMul transposed;
    private float[] packedB = new float[0];

    // the product under way
    private Kind kind = Kind.NN;
    private float[] a = ZEROS;
    private int aAt;
    private int lda;
    private float[] b = ZEROS;
    private int bAt;
    private int ldb;
    private PackedMatrix ahead = NONE;
    private float[] c = ZEROS;
    private int cAt;
    private int ldc;
    private int rows;
    private int k;
    private boolean accumulates;
    private boolean direct;

    // the block of columns under way
    private int columnFrom;
    private int columns;

    // its panels of b: where they lie, the first that is packed, and from one to the next
    private float[] panels = ZEROS;
    private int firstPanel;
    private int panelFloats;

    /** What a worker works on: rows of c from i0 on, k from kFrom on, depth of it, for which a lies packed. */
    private static final class Worker {
        private final float[] tile = new float[Tiles.ROWS * Tiles.COLUMNS];
        private float[] a = new float[0];
        private int kFrom;
        private int depth;
        private int i0;
        private boolean loadsC;
    }

    /** A product that runs on {@code team}. Inside a task of a team, use one made with a team of size 1. */
    public MatMul(ThreadTeam team) {
        this.team = Objects.requireNonNull(team);
        transposed = new TransposedMatMul(team);
        workers = new Worker[team.size()];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker();
        }
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
        if (k == 0 && !accumulate) {
            clear(m, n, c, cAt, ldc);
        }
        if (m > 0 && n > 0 && k > 0) {
            transposed.product(isShared(m, n, k), m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, accumulate);
        }
    }

    /**
     * {@code C[m,n] (+)= A[m,k] B[k,n]} with the first k rows and n columns of what was packed, as {@link #nn}
     * otherwise.
     *
     * @throws IllegalArgumentException if a size is negative, a block leaves its array, or b has fewer rows or columns
     */
    @Override
    public void nn(int m, int n, int k, float[] a, int aAt, int lda, PackedMatrix b, float[] c, int cAt, int ldc,
        boolean accumulate) {
        check(m, n, k, a, aAt, lda, b, c, cAt, ldc);
        ahead = b;
        product(Kind.NN, m, n, k, a, aAt, lda, ZEROS, 0, 0, c, cAt, ldc, accumulate);
    }

    /**
     * Packs {@code B[k,n]}, or where {@code transposed} the transpose of {@code B[n,k]}, k and n being those of
     * {@code into}.
     *
     * @throws IllegalArgumentException if a block leaves its array
     */
    @Override
    public void pack(boolean transposed, float[] b, int bAt, int ldb, PackedMatrix into) {
        check(transposed, b, bAt, ldb, into);
        kind = transposed ? Kind.NT : Kind.NN;
        this.b = b;
        this.bAt = bAt;
        this.ldb = ldb;
        k = into.k;
        columnFrom = 0;
        columns = into.n;
        firstPanel = 0;
        panels = into.values();
        panelFloats = Tiles.COLUMNS * k;
        packB(team.size() > 1 && panels.length >= LEAST_SHARED_PACKING);
        release();
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
        this.k = k;
        rows = m;
        accumulates = accumulate;
        direct = kind == Kind.NN && m <= MOST_DIRECT_ROWS && ahead == NONE;
        if (k == 0 && !accumulate) {
            clear(m, n, c, cAt, ldc);
        }
        if (m > 0 && n > 0 && k > 0) {
            boolean shared = isShared(m, n, k);
            int most = Math.max(LEAST_COLUMNS, MOST_PACKED / k);
            int columnStep = ahead == NONE && !direct ? Division.step(n, most, Tiles.COLUMNS) : n;
            for (columnFrom = 0; columnFrom < n; columnFrom += columnStep) {
                columns = Math.min(columnStep, n - columnFrom);
                block(shared);
            }
        }
        release();
    }

    private boolean isShared(int m, int n, int k) {
        return team.size() > 1 && (long) m * n * k >= LEAST_SHARED;
    }

    private static void clear(int m, int n, float[] c, int cAt, int ldc) {
        for (int i = 0; i < m; i++) {
            Arrays.fill(c, cAt + i * ldc, cAt + i * ldc + n, 0);
        }
    }

    /** Keeps no operand alive after its product. */
    private void release() {
        a = ZEROS;
        b = ZEROS;
        c = ZEROS;
        panels = ZEROS;
        ahead = NONE;
    }

    /** One block of columns: b into panels unless that was done ahead, then the tiles. */
    private void block(boolean shared) {
        if (ahead == NONE) {
            firstPanel = direct ? columns / Tiles.COLUMNS : 0;
            panelFloats = Tiles.COLUMNS * k;
            packedB = grown(packedB, (PackedMatrix.panels(columns) - firstPanel) * panelFloats);
            panels = packedB;
            if (firstPanel < PackedMatrix.panels(columns)) {
                packB(shared);
            }
        } else {
            firstPanel = 0;
            panelFloats = Tiles.COLUMNS * ahead.k;
            panels = ahead.values();
        }
        division.divide(rows, columns, shared ? 2 * team.size() : 1, team.size());
        team.run(shared, division.tasks(), multiplying);
    }

    private void packB(boolean shared) {
        int tasks = kind == Kind.NT ? PackedMatrix.panels(columns) - firstPanel : Math.ceilDiv(k, PACKED_ROWS);
        team.run(shared, tasks, packing);
    }

    /** Packs one panel where b is transposed, else some rows of all panels: what lies together is read together. */
    private void pack(int task) {
        if (kind == Kind.NT) {
            int panel = firstPanel + task;
            Packing.transposed(k, columnsOf(panel), b, bAt + (columnFrom + panel * Tiles.COLUMNS) * ldb, ldb, panels,
                panelAt(panel));
            return;
        }
        int p0 = task * PACKED_ROWS;
        int deep = Math.min(PACKED_ROWS, k - p0);
        for (int panel = firstPanel; panel < PackedMatrix.panels(columns); panel++) {
            Packing.panel(deep, columnsOf(panel), b, bAt + p0 * ldb + columnFrom + panel * Tiles.COLUMNS, ldb, panels,
                panelAt(panel) + p0 * Tiles.COLUMNS);
        }
    }

    /** Columns of b in a panel of the block. */
    private int columnsOf(int panel) {
        return Math.min(Tiles.COLUMNS, columns - panel * Tiles.COLUMNS);
    }

    private int panelAt(int panel) {
        return (panel - firstPanel) * panelFloats;
    }

    /** The tiles of one task, a range of rows and columns, one block of k after another. */
    private void multiply(int task, int worker) {
        int i0 = division.firstRow(task);
        int i1 = Math.min(rows, i0 + division.rowsOfTask());
        int j0 = division.firstColumn(task);
        int j1 = Math.min(columns, j0 + division.columnsOfTask());
        Worker own = workers[worker];
        own.i0 = i0;
        int kStep = Division.step(k, Tiles.MOST_K, 1);
        own.a = grown(own.a, Division.roundUp(division.rowsOfTask(), Tiles.FEWEST_ROWS) * Tiles.STRIDE);
        for (own.kFrom = 0; own.kFrom < k; own.kFrom += kStep) {
            own.depth = Math.min(kStep, k - own.kFrom);
            own.loadsC = accumulates || own.kFrom > 0;
            copy(i1 - i0, own.depth, a, aAt + i0 * lda + own.kFrom, lda, own.a, 0, Tiles.STRIDE);
            int strip = Math.max(1, STRIP / own.depth / Tiles.COLUMNS) * Tiles.COLUMNS;
            for (int j = j0; j < j1; j += strip) {
                strip(i1, j, Math.min(j1, j + strip), own);
            }
        }
    }

    /** The tiles of the task's rows in the panels of columns j0 to j1, row by row of tiles. */
    private void strip(int i1, int j0, int j1, Worker own) {
        int high;
        for (int i = own.i0; i < i1; i += high) {
            high = direct ? Tiles.FEWEST_ROWS : Tiles.rowsOfNext(i1 - i);
            for (int j = j0; j < j1; j += Tiles.COLUMNS) {
                place(high, i, Math.min(high, i1 - i), j, Math.min(Tiles.COLUMNS, j1 - j), own);
            }
        }
    }

    /** The tile of row i and column j on: straight into c, or where it reaches beyond c by way of a tile of its own. */
    private void place(int high, int i, int whole, int j, int wide, Worker own) {
        int at = cAt + i * ldc + columnFrom + j;
        if (whole == high && wide == Tiles.COLUMNS) {
            tile(high, i - own.i0, j, true, c, at, ldc, own);
        } else {
            if (own.loadsC) {
                Arrays.fill(own.tile, 0);
                copy(whole, wide, c, at, ldc, own.tile, 0, Tiles.COLUMNS);
            }
            tile(high, i - own.i0, j, wide == Tiles.COLUMNS, own.tile, 0, Tiles.COLUMNS, own);
            copy(whole, wide, own.tile, 0, Tiles.COLUMNS, c, at, ldc);
        }
    }

    /** A tile whose a begins at row {@code i} of the task's; {@code whole}: b has all of its columns. */
    private void tile(int high, int i, int j, boolean whole, float[] into, int at, int stride, Worker own) {
        float[] from = own.loadsC ? into : ZEROS;
        int fromAt = own.loadsC ? at : 0;
        int fromStride = own.loadsC ? stride : 0;
        if (direct && whole) {
            Tiles.inPlace(own.depth, own.a, i * Tiles.STRIDE, b, bAt + own.kFrom * ldb + columnFrom + j, ldb,
                from, fromAt, fromStride, into, at, stride);
            return;
        }
        int panel = panelAt(j / Tiles.COLUMNS) + own.kFrom * Tiles.COLUMNS;
        Tiles.rows(high, own.depth, own.a, i * Tiles.STRIDE, panels, panel, from, fromAt, fromStride, into, at, stride);
    }

    static void copy(int rows, int columns, float[] from, int fromAt, int fromStride,
        float[] to, int toAt, int toStride) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(from, fromAt + i * fromStride, to, toAt + i * toStride, columns);
        }
    }

    static float[] grown(float[] scratch, int size) {
        return scratch.length >= size ? scratch : new float[size];
    }

    static void check(int m, int n, int k, float[] a, int aAt, int lda, int aRows, int aColumns,
        float[] b, int bAt, int ldb, int bRows, int bColumns, float[] c, int cAt, int ldc) {
        check(m, n, k);
        check("a", a, aAt, lda, aRows, aColumns);
        check("b", b, bAt, ldb, bRows, bColumns);
        check("c", c, cAt, ldc, m, n);
    }

    static void check(int m, int n, int k, float[] a, int aAt, int lda, PackedMatrix b, float[] c, int cAt, int ldc) {
        check(m, n, k);
        check("a", a, aAt, lda, m, k);
        check("c", c, cAt, ldc, m, n);
        if (k > b.k || n > b.n) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                "b[%d,%d] of a packed matrix of %d x %d", k, n, b.k, b.n));
        }
    }

    static void check(boolean transposed, float[] b, int bAt, int ldb, PackedMatrix into) {
        check("b", b, bAt, ldb, transposed ? into.n : into.k, transposed ? into.k : into.n);
    }

    private static void check(int m, int n, int k) {
        if (m < 0 || n < 0 || k < 0) {
            throw new IllegalArgumentException(
                String.format(Locale.ROOT, "product of m %d, n %d, k %d: no size may be negative", m, n, k));
        }
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
