package dev.longrun.model;

import dev.longrun.model.PassClock.Part;
import dev.longrun.tensor.ThreadTeam.Task;

/** Rows [N, D] added to others, or taken over with a factor. */
final class StreamStep {

    private final PassContext pass;
    private final Task add = this::addRows;
    private final Task scale = this::scaleRows;

    // the run under way
    private float[] from_ND;
    private float[] to_ND;
    private float factor;

    StreamStep(PassContext pass) {
        this.pass = pass;
    }

    /** {@code to += from}. */
    void add(float[] from, float[] to) {
        run(from, to, 1, add);
    }

    /** {@code to = by * from}; they may be the same. */
    void scale(float[] from, float[] to, float by) {
        run(from, to, by, scale);
    }

    private void run(float[] from, float[] to, float by, Task task) {
        from_ND = from;
        to_ND = to;
        factor = by;
        pass.team().run(PassContext.tasks(pass.rows()), task);
        pass.clock().lap(Part.NORM);
    }

    private void addRows(int task, int worker) {
        pass.kernels().add(from_ND, first(task), to_ND, first(task), size(task));
    }

    private void scaleRows(int task, int worker) {
        if (from_ND != to_ND) {
            System.arraycopy(from_ND, first(task), to_ND, first(task), size(task));
        }
        pass.kernels().scale(to_ND, first(task), factor, size(task));
    }

    private int first(int task) {
        return task * PassContext.ROWS * pass.model().width();
    }

    private int size(int task) {
        return Math.min(PassContext.ROWS * pass.model().width(), pass.rows() * pass.model().width() - first(task));
    }
}
