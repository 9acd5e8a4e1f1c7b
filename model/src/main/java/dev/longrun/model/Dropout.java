package dev.longrun.model;

import dev.longrun.model.PassClock.Part;
import dev.longrun.tensor.ScalarKernels;
import dev.longrun.tensor.ThreadTeam.Task;

/**
 * Dropout where GPT-2 has it, but for the scores: on the embedding and on what each block adds to the stream. Which
 * elements are dropped follows from the pass's key, the place in the model and the element's number, so that the
 * backward drops the same ones and no thread matters. Axes as in {@link PassContext}.
 */
final class Dropout {

    private final PassContext pass;
    private final int threshold;
    private final float scale;
    private final Task task = this::rows;

    // the run under way
    private boolean training;
    private int passKey;
    private int siteKey;
    private float[] from_ND;
    private float[] to_ND;
    private boolean accumulate;

    /** {@code share} of the elements is dropped, below 1; 0 for none. */
    Dropout(PassContext pass, float share) {
        this.pass = pass;
        threshold = (int) (share * 0x1p31);
        scale = 1 / (1 - share);
    }

    /** Before a forward pass: nothing is dropped from a pass that is not for {@code training}. */
    void begin(boolean training, long key) {
        this.training = training;
        passKey = ScalarKernels.hash((int) (key >>> 32), (int) key);
    }

    /** Whether anything is dropped in this pass. */
    boolean active() {
        return training && threshold > 0;
    }

    /** {@code to = dropped(from)}, or {@code to += ...}; {@code to} may be {@code from}. */
    void apply(int site, float[] from, float[] to, boolean accumulate) {
        siteKey = ScalarKernels.hash(passKey, site);
        from_ND = from;
        to_ND = to;
        this.accumulate = accumulate;
        pass.team().run(PassContext.tasks(pass.rows()), task);
        pass.clock().lap(Part.DROPOUT);
    }

    private void rows(int number, int worker) {
        int width = pass.model().width();
        int first = number * PassContext.ROWS * width;
        int size = Math.min(PassContext.ROWS * width, pass.rows() * width - first);
        pass.kernels().dropout(from_ND, first, to_ND, first, size, siteKey, first, threshold, scale, accumulate);
    }
}
