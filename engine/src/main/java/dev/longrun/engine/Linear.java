package dev.longrun.engine;

import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.PackedMatrix;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.tensor.ThreadTeam.Task;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Products of rows with packed weights: {@code y[rows, w.rows] = x[rows, w.columns] W^T}. Whatever the number of rows,
 * an element is {@code fma(x, w, sum)} from 0 in the order of the columns, so the way that is chosen for speed changes
 * no bit: one row goes through the weights as they are packed; a few share each block as it is unpacked; many are a
 * matrix product with the weights unpacked strip by strip. Serves one caller at a time.
 */
final class Linear {

    /** Rows up to which a block is unpacked for them alone. */
    private static final int FEW = 8;

    /** Floats of a strip of unpacked weights: it stays in L3. */
    private static final int STRIP = 1 << 20;

    private final ThreadTeam team;
    private final MatMul products;
    private final Worker[] workers;
    private final Map<Integer, PackedMatrix> strips = new HashMap<>();
    private final Task single = this::panelOfOneRow;
    private final Task few = this::panelOfFewRows;
    private final Task unpacking = this::unpackPanel;

    // the product under way
    private PackedWeights[] weights = {};
    private int rows;
    private float[] x = {};
    private int xAt;
    private int xStride;
    private float[] y = {};
    private int yAt;
    private int yStride;

    // the strip under way
    private PackedMatrix strip = new PackedMatrix(1, 1);
    private int stripDepth;
    private int stripFrom;
    private float[] panels = {};

    private static final class Worker {
        private final float[] sums = new float[FEW * Vectors.PANEL];
        private final VectorBlocks blocks = new VectorBlocks();
    }

    Linear(ThreadTeam team) {
        this.team = team;
        products = new MatMul(team);
        workers = new Worker[team.size()];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker();
        }
    }

    /**
     * The product with several matrices of the same columns, whose results stand side by side in each row of y.
     *
     * @param x rows {@code xStride} apart
     * @param y rows {@code yStride} apart
     */
    void multiply(int rows, float[] x, int xAt, int xStride, float[] y, int yAt, int yStride,
        PackedWeights... weights) {
        this.rows = rows;
        this.x = x;
        this.xAt = xAt;
        this.xStride = xStride;
        this.y = y;
        this.yAt = yAt;
        this.yStride = yStride;
        this.weights = weights;
        if (rows == 1) {
            team.run(panels(), single);
        } else if (rows <= FEW) {
            team.run(panels(), few);
        } else {
            strips();
        }
    }

    private int panels() {
        int panels = 0;
        for (PackedWeights w : weights) {
            panels += Math.ceilDiv(w.rows, Vectors.PANEL);
        }
        return panels;
    }

    private void panelOfOneRow(int task, int worker) {
        place(task, workers[worker], 1);
    }

    private void panelOfFewRows(int task, int worker) {
        place(task, workers[worker], rows);
    }

    /** Panel {@code task} of all matrices together. */
    private void place(int task, Worker own, int count) {
        int panel = task;
        int column = yAt;
        int next = 0;
        while (panel >= Math.ceilDiv(weights[next].rows, Vectors.PANEL)) {
            panel -= Math.ceilDiv(weights[next].rows, Vectors.PANEL);
            column += weights[next].rows;
            next++;
        }
        PackedWeights w = weights[next];
        int row = panel * Vectors.PANEL;
        int wide = Math.min(Vectors.PANEL, w.rows - row);
        Arrays.fill(own.sums, 0, count * Vectors.PANEL, 0);
        own.blocks.begin(w, row);
        if (count == 1) {
            own.blocks.multiply(x, xAt, own.sums, 0);
        } else {
            own.blocks.multiply(count, x, xAt, xStride, own.sums);
        }
        for (int i = 0; i < count; i++) {
            System.arraycopy(own.sums, i * Vectors.PANEL, y, column + row + i * yStride, wide);
        }
    }

    private void strips() {
        int column = yAt;
        for (PackedWeights w : weights) {
            stripDepth = Math.ceilDiv(w.columns, Encoding.BLOCK) * Encoding.BLOCK;
            int wide = Math.max(1, STRIP / stripDepth / PackedWeights.PADDED) * PackedWeights.PADDED;
            strip = strips.computeIfAbsent(stripDepth, depth -> new PackedMatrix(depth, wide));
            panels = strip.panels();
            PackedWeights[] all = weights;
            weights = new PackedWeights[] {w};
            for (stripFrom = 0; stripFrom < w.rows; stripFrom += wide) {
                int columns = Math.min(wide, w.rows - stripFrom);
                team.run(Math.ceilDiv(columns, Vectors.PANEL), unpacking);
                products.nn(rows, columns, w.columns, x, xAt, xStride, strip, y, column + stripFrom, yStride, false);
            }
            weights = all;
            column += w.rows;
        }
    }

    private void unpackPanel(int panel, int worker) {
        VectorBlocks blocks = workers[worker].blocks;
        PackedWeights w = weights[0];
        blocks.begin(w, stripFrom + panel * Vectors.PANEL);
        // four vectors are two panels of the matrix product's
        int stride = PackedMatrix.panelColumns();
        int low = panel * Vectors.PANEL * stripDepth;
        int high = low + stride * stripDepth;
        for (int column = 0; column < w.columns; column += Encoding.BLOCK) {
            blocks.unpack(column, panels, low + column * stride, high + column * stride, stride);
        }
    }
}
