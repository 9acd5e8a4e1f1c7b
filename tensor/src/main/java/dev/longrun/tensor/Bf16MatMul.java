package dev.longrun.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Objects;

/**
 * Matrix products whose factors are rounded to bf16 and whose sums are kept in f32, by machine code where
 * {@link Bf16Support} finds it possible. A sum takes its terms in the order of k, two by two
 * ({@link Bf16#dot}), whatever the blocks, tasks and threads: {@link ScalarBf16MatMul} gives the same bits.
 *
 * <p>The plan is {@link MatMul}'s: blocks of k and of columns, b packed into panels by the whole team, tiles of c in
 * registers. Rounding is part of packing; rows of a are rounded by the task that multiplies them.
 */
public final class Bf16MatMul implements Products {

    private enum Kind { NN, NT, TN }

    // A panel of b (32 columns) and the rows of a tile stay in L1 or near it, a packed block of b in L3.
    private static final int MOST_K = 1024;
    private static final int MOST_COLUMNS = 2048;
    private static final int MOST_ROWS = 1056;

    /** Pairs of the panels of b that a row of tiles passes at a time: they stay in L2 from one row to the next. */
    private static final int STRIP = 96 * 1024;

    /** Multiplications below which a product is not worth sharing. */
    private static final long LEAST_SHARED = 1_000_000;

    /** Elements below which packing ahead is not worth sharing. */
    private static final long LEAST_SHARED_PACKING = 50_000;

    private static final int LINE = 64;
    private static final int PAIR = 4;
    private static final int ROWS = Bf16Code.ROWS;
    private static final int COLUMNS = Bf16Code.COLUMNS;

    /** Columns of a transposed a that are packed at a time: whole cache lines, four panels. */
    private static final int GROUP = 4 * ROWS;

    private static final int HALF = COLUMNS / 2;

    /** Bytes of a row of pairs in a panel of b, and in one of a. */
    private static final int PANEL_ROW = COLUMNS * PAIR;
    private static final int A_PANEL_ROW = ROWS * PAIR;

    private static final float[] NOTHING = {};
    private static final MemorySegment NONE = MemorySegment.ofArray(NOTHING);
    private static final PackedMatrix EMPTY = new PackedMatrix(1, 1);

    private final ThreadTeam team;
    private final Bf16Kernels kernels;
    private final ThreadTeam.Task packing = this::pack;
    private final ThreadTeam.Task multiplying = this::multiply;
    private final Division division = new Division(ROWS, COLUMNS);
    private final float[][] edges;
    private final MemorySegment[] roundedA;
    private MemorySegment packedA = MemorySegment.NULL;
    private MemorySegment packedB = MemorySegment.NULL;
    private PackedMatrix ahead = EMPTY;

    // the product under way
    private Kind kind = Kind.NN;
    private float[] bValues = NOTHING;
    private MemorySegment a = NONE;
    private int aAt;
    private int lda;
    private MemorySegment b = NONE;
    private int bAt;
    private int ldb;
    private MemorySegment c = NONE;
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
    private long panels;
    private long panelBytes;
    private long aPanelBytes;
    private long roundedStride;

    private int panelTasks;

    /**
     * A product that runs on {@code team}.
     *
     * @throws IllegalStateException where {@link Bf16Support#refusal} has a reason
     */
    public Bf16MatMul(ThreadTeam team) {
        this(team, Bf16Support.kernels());
    }

    Bf16MatMul(ThreadTeam team, Bf16Kernels kernels) {
        this.team = Objects.requireNonNull(team);
        this.kernels = kernels;
        edges = new float[team.size()][0];
        roundedA = new MemorySegment[team.size()];
        Arrays.fill(roundedA, MemorySegment.NULL);
    }

    @Override
    public void nn(int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate) {
        MatMul.check(m, n, k, a, aAt, lda, m, k, b, bAt, ldb, k, n, c, cAt, ldc);
        product(Kind.NN, m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, accumulate);
    }

    @Override
    public void nt(int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate) {
        MatMul.check(m, n, k, a, aAt, lda, m, k, b, bAt, ldb, n, k, c, cAt, ldc);
        product(Kind.NT, m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, accumulate);
    }

    @Override
    public void tn(int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate) {
        MatMul.check(m, n, k, a, aAt, lda, k, m, b, bAt, ldb, k, n, c, cAt, ldc);
        product(Kind.TN, m, n, k, a, aAt, lda, b, bAt, ldb, c, cAt, ldc, accumulate);
    }

    @Override
    public void nn(int m, int n, int k, float[] a, int aAt, int lda, PackedMatrix b, float[] c, int cAt, int ldc,
        boolean accumulate) {
        MatMul.check(m, n, k, a, aAt, lda, b, c, cAt, ldc);
        ahead = b;
        product(Kind.NN, m, n, k, a, aAt, lda, NOTHING, 0, 0, c, cAt, ldc, accumulate);
    }

    @Override
    public void pack(boolean transposed, float[] b, int bAt, int ldb, PackedMatrix into) {
        MatMul.check(transposed, b, bAt, ldb, into);
        kind = transposed ? Kind.NT : Kind.NN;
        right(b, bAt, ldb);
        kFrom = 0;
        depth = into.k;
        columnFrom = 0;
        columns = into.n;
        panelTasks = Math.ceilDiv(columns, COLUMNS);
        panelBytes = panelBytes(depth);
        panels = into.pairs(panelTasks * panelBytes).address();
        team.run(team.size() > 1 && (long) columns * depth >= LEAST_SHARED_PACKING, panelTasks, packing);
        release();
    }

    private void right(float[] b, int bAt, int ldb) {
        bValues = b;
        this.b = MemorySegment.ofArray(b);
        this.bAt = bAt;
        this.ldb = ldb;
    }

    /** Bytes of a panel of b: {@code transpose} writes 16 rows of pairs at a time. */
    private static long panelBytes(int depth) {
        return (long) Division.roundUp(Math.ceilDiv(depth, 2), 16) * PANEL_ROW;
    }

    private void product(Kind kind, int m, int n, int k, float[] a, int aAt, int lda, float[] b, int bAt, int ldb,
        float[] c, int cAt, int ldc, boolean accumulate) {
        if (k == 0 && !accumulate) {
            for (int i = 0; i < m; i++) {
                Arrays.fill(c, cAt + i * ldc, cAt + i * ldc + n, 0);
            }
        }
        if (m == 0 || n == 0 || k == 0) {
            ahead = EMPTY;
            return;
        }
        this.kind = kind;
        this.a = MemorySegment.ofArray(a);
        this.aAt = aAt;
        this.lda = lda;
        right(b, bAt, ldb);
        this.c = MemorySegment.ofArray(c);
        this.cAt = cAt;
        this.ldc = ldc;
        boolean shared = team.size() > 1 && (long) m * n * k >= LEAST_SHARED;
        int columnStep = Division.step(n, MOST_COLUMNS, COLUMNS);
        int kStep = Division.step(k, MOST_K, 2);
        int rowStep = kind == Kind.TN ? Division.step(m, MOST_ROWS, GROUP) : m;
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

    /** Keeps no operand alive after its product, and its scratch, which the calls know by address, until then. */
    private void release() {
        bValues = NOTHING;
        a = NONE;
        b = NONE;
        c = NONE;
        Reference.reachabilityFence(ahead);
        ahead = EMPTY;
        Reference.reachabilityFence(this);
    }

    /** One block of k, columns and rows: packing, then the tiles. */
    private void block(boolean shared) {
        int pairs = Math.ceilDiv(depth, 2);
        panelTasks = 0;
        if (ahead != EMPTY) {
            panelBytes = panelBytes(ahead.k);
            panels = ahead.pairs(0).address() + columnFrom / COLUMNS * panelBytes + (long) kFrom / 2 * PANEL_ROW;
        } else if (rowFrom == 0) {
            panelBytes = panelBytes(depth);
            panelTasks = Math.ceilDiv(columns, COLUMNS);
            packedB = grown(packedB, panelTasks * panelBytes);
            panels = packedB.address();
        }
        int rowGroups = 0;
        if (kind == Kind.TN) {
            rowGroups = Math.ceilDiv(rows, GROUP);
            // vectors of 16 pairs are stored for rows of 12, so the last one of a panel reaches beyond it
            aPanelBytes = Division.roundUp(pairs * A_PANEL_ROW + LINE, LINE);
            packedA = grown(packedA, Math.ceilDiv(rows, ROWS) * aPanelBytes);
        }
        roundedStride = (Math.ceilDiv(depth * 2, LINE) | 1) * (long) LINE;
        division.divide(rows, columns, shared ? 4 * team.size() : 1, team.size());
        team.run(shared, panelTasks + rowGroups, packing);
        team.run(shared, division.tasks(), multiplying);
    }

    /** Packs one panel of b, or one of a. */
    private void pack(int task, int worker) {
        if (task >= panelTasks) {
            packA((task - panelTasks) * GROUP);
            return;
        }
        int column = task * COLUMNS;
        int wide = Math.min(COLUMNS, columns - column);
        long to = panels + task * panelBytes;
        if (kind == Kind.NT) {
            packTransposed(columnFrom + column, Math.min(HALF, wide), to, worker);
            if (wide > HALF) {
                packTransposed(columnFrom + column + HALF, wide - HALF, to + HALF * PAIR, worker);
            }
        } else {
            kernels.interleave(b, bytes(bAt + kFrom * ldb + columnFrom + column), bytes(ldb), depth, wide, to,
                PANEL_ROW);
        }
    }

    /** Packs up to four panels of a, from row {@code i} of the block on. */
    private void packA(int i) {
        int end = Math.min(rows, i + GROUP);
        long from = bytes(aAt + kFrom * lda + rowFrom + i);
        long to = packedA.address() + i / ROWS * aPanelBytes;
        if (end - i == GROUP) {
            kernels.interleaveFour(a, from, bytes(lda), depth, to, aPanelBytes);
            return;
        }
        for (int row = i; row < end; row += ROWS) {
            kernels.interleave(a, from, bytes(lda), depth, Math.min(ROWS, end - row), to, A_PANEL_ROW);
            from += bytes(ROWS);
            to += aPanelBytes;
        }
    }

    /** Half a panel of a transposed b; rows that are missing are taken as zeros. */
    private void packTransposed(int row, int wide, long to, int worker) {
        int at = bAt + row * ldb + kFrom;
        if (wide == HALF) {
            kernels.transpose(b, bytes(at), bytes(ldb), depth, to);
            return;
        }
        if (edges[worker].length < HALF * depth) {
            edges[worker] = new float[HALF * depth];
        }
        float[] edge = edges[worker];
        for (int i = 0; i < wide; i++) {
            System.arraycopy(bValues, at + i * ldb, edge, i * depth, depth);
        }
        Arrays.fill(edge, wide * depth, HALF * depth, 0);
        kernels.transpose(MemorySegment.ofArray(edge), 0, bytes(depth), depth, to);
    }

    /** The tiles of one task: a range of rows and columns. */
    private void multiply(int task, int worker) {
        int i0 = division.firstRow(task);
        int i1 = Math.min(rows, i0 + division.rowsOfTask());
        int j0 = division.firstColumn(task);
        int j1 = Math.min(columns, j0 + division.columnsOfTask());
        if (kind != Kind.TN) {
            roundedA[worker] = grown(roundedA[worker], division.rowsOfTask() * roundedStride);
            kernels.rows(a, bytes(aAt + (rowFrom + i0) * lda + kFrom), bytes(lda), i1 - i0, depth,
                roundedA[worker].address(), roundedStride);
        }
        int strip = Math.max(1, STRIP / (depth / 2 + 1) / COLUMNS) * COLUMNS;
        for (int j = j0; j < j1; j += strip) {
            for (int i = i0; i < i1; i += ROWS) {
                tiles(i, Math.min(ROWS, i1 - i), i - i0, j, Math.min(j1, j + strip), worker);
            }
        }
    }

    /** A row of tiles: {@code high} rows from i, columns j0 to j1. */
    private void tiles(int i, int high, int inTask, int j0, int j1, int worker) {
        boolean packed = kind == Kind.TN;
        long from = packed ? packedA.address() + i / ROWS * aPanelBytes
            : roundedA[worker].address() + inTask * roundedStride;
        long rowStride = packed ? PAIR : roundedStride;
        long pairStride = packed ? A_PANEL_ROW : PAIR;
        long panel = panels + j0 / COLUMNS * panelBytes;
        int pairs = Math.ceilDiv(depth, 2);
        long at = bytes(cAt + (rowFrom + i) * ldc + columnFrom + j0);
        for (int j = j0; j < j1; j += COLUMNS) {
            kernels.tile(high, Math.min(COLUMNS, j1 - j), loadsC, c, at, bytes(ldc), from, rowStride, pairStride, panel,
                pairs);
            at += bytes(COLUMNS);
            panel += panelBytes;
        }
    }

    private static MemorySegment grown(MemorySegment scratch, long bytes) {
        return scratch.byteSize() >= bytes ? scratch : Arena.ofAuto().allocate(bytes, LINE);
    }

    private static long bytes(int floats) {
        return (long) floats * Float.BYTES;
    }
}
