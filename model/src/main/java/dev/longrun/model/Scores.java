package dev.longrun.model;

import dev.longrun.tensor.Kernels;
import java.util.Arrays;

/**
 * From a row of queries times keys to probabilities, by what {@link Architecture.Heads} says. The row begins with key
 * {@code from}, a multiple of the 16 lanes in which kernels sum, so that a key's lane depends on its place alone, and
 * the bits not on how a sequence is cut into blocks.
 */
final class Scores {

    private final Kernels kernels;
    private final float scale;
    private final float cap;
    private final float[] temperatures;

    Scores(Buffers buffers, Kernels kernels, Architecture model, int context) {
        this.kernels = kernels;
        scale = (float) model.heads().scale();
        cap = (float) model.heads().cap();
        int tokens = model.heads().temperatureTokens();
        temperatures = buffers.floats(tokens > 0 ? context : 0, 1);
        Arrays.fill(temperatures, 1f);
        for (int place = tokens + 1; place < temperatures.length; place++) {
            temperatures[place] = (float) (StrictMath.log(place) / StrictMath.log(tokens));
        }
    }

    /** The first key that a query sees. */
    static int lowest(int place, int window) {
        return window == 0 ? 0 : Math.max(0, place - window + 1);
    }

    /** The key with which the rows of a block begin whose first query stands at {@code place}. */
    static int from(int place, int window) {
        return lowest(place, window) & -16;
    }

    /** {@code n} rounded up to the lanes in which kernels sum a row. */
    static int wholeLanes(int n) {
        return (n + 15) & -16;
    }

    boolean capped() {
        return cap > 0;
    }

    /**
     * Softmax over the keys that the query at {@code place} sees, zeros at the others before {@code seen}. The kernel
     * gets whole groups of its lanes, filled with what has the exponential 0: the same bits without a remainder.
     *
     * @return the logarithm of the exponentials' sum
     */
    float softmax(float[] scores, int at, int place, int window, int from, int seen) {
        int low = lowest(place, window) - from;
        int start = low & -16;
        int places = place + 1 - from;
        int whole = wholeLanes(places);
        if (cap > 0) {
            kernels.softCap(scores, at + low, scale, cap, places - low);
        }
        fill(scores, at, start, low, places, whole, Float.NEGATIVE_INFINITY);
        float logSum = kernels.softmax(scores, at + start, factor(place), whole - start);
        outside(scores, at, start, whole, seen - from);
        return logSum;
    }

    /**
     * The scores [seen] become probabilities again, by the logarithm that {@link #softmax} returned, and their
     * gradients those of the products of queries and keys.
     *
     * @param capped room for a row, used where there is a cap
     * @param rowDot the dot product of the row's output and its gradient
     */
    void softmaxBack(float[] scores, float[] dScores, int at, int place, int window, int from, int seen, float logSum,
        float rowDot, float[] capped) {
        int low = lowest(place, window) - from;
        int start = low & -16;
        int places = place + 1 - from;
        int whole = wholeLanes(places);
        if (cap > 0) {
            kernels.softCap(scores, at + low, scale, cap, places - low);
            System.arraycopy(scores, at + low, capped, 0, places - low);
        }
        fill(scores, at, start, low, places, whole, Float.NEGATIVE_INFINITY);
        kernels.softmaxAgain(scores, at + start, factor(place), logSum, whole - start);
        fill(dScores, at, start, low, places, whole, 0f);
        kernels.softmaxBackward(dScores, at + start, scores, at + start, rowDot, factor(place), whole - start);
        if (cap > 0) {
            kernels.softCapBackward(dScores, at + low, capped, 0, scale, cap, places - low);
        }
        outside(scores, at, start, whole, seen - from);
        outside(dScores, at, start, whole, seen - from);
    }

    /** What softmax itself multiplies by: a cap has taken the scale already. */
    private float factor(int place) {
        float own = cap > 0 ? 1 : scale;
        return temperatures.length > 0 ? own * temperatures[place] : own;
    }

    private static void fill(float[] row, int at, int start, int low, int places, int whole, float value) {
        Arrays.fill(row, at + start, at + low, value);
        Arrays.fill(row, at + places, at + whole, value);
    }

    private static void outside(float[] row, int at, int start, int whole, int seen) {
        Arrays.fill(row, at, at + start, 0f);
        if (whole < seen) {
            Arrays.fill(row, at + whole, at + seen, 0f);
        }
    }
}
