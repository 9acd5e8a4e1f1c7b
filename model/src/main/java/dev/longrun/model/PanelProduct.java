package dev.longrun.model;

import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.tensor.ThreadTeam.Task;

/** Products with {@link Panels}, shared out by panels where there is enough to share. */
final class PanelProduct {

    /** Panels of a task. */
    private static final int SHARE = 8;

    /** Multiplications below which one thread is faster than two. */
    private static final long LEAST_SHARED = 200_000;

    private final ThreadTeam team;
    private final MatMul[] workerProducts;
    private final Task share = this::share;

    // the product under way
    private int rows;
    private float[] a;
    private Panels b;
    private float[] c;
    private boolean accumulate;

    PanelProduct(ThreadTeam team, MatMul[] workerProducts) {
        this.team = team;
        this.workerProducts = workerProducts;
    }

    /** {@code c[rows, out] (+)= a[rows, in] b[in, out]}. */
    void run(int m, float[] from, Panels matrix, float[] to, boolean add) {
        rows = m;
        a = from;
        b = matrix;
        c = to;
        accumulate = add;
        int tasks = (b.count() + SHARE - 1) / SHARE;
        if ((long) rows * b.in() * b.out() < LEAST_SHARED) {
            for (int task = 0; task < tasks; task++) {
                share(task, 0);
            }
        } else {
            team.run(tasks, share);
        }
    }

    private void share(int task, int worker) {
        int end = Math.min((task + 1) * SHARE, b.count());
        for (int panel = task * SHARE; panel < end; panel++) {
            int first = panel * Panels.WIDTH;
            int width = Math.min(Panels.WIDTH, b.out() - first);
            workerProducts[worker].nn(rows, width, b.in(), a, 0, b.in(), b.values(), first * b.in(), width, c, first,
                b.out(), accumulate);
        }
    }
}
