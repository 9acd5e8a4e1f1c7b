package dev.longrun.weights;

import java.util.Arrays;

/** The searches behind the K types: a scale, or a scale and a minimum, that err little over a group of values. */
final class Scales {

    /** Groups below this are taken as all zero. */
    static final float NOTHING = 1e-15f;

    private Scales() {
    }

    /** To the nearest whole number, ties to even, for values within 2^22: the sum leaves no room for a fraction. */
    static int nearest(float value) {
        return (Float.floatToRawIntBits(value + 12_582_912f) & 0x007fffff) - 0x00400000;
    }

    /**
     * A scale for q from {@code -most} to {@code most - 1}, the errors weighted by the squares of the values: that of
     * the largest value and eighteen beside it are tried.
     *
     * @param levels gets q + {@code most} of the best scale, from {@code from} on; 0 where all values are nothing
     */
    static float symmetric(int count, int most, float[] values, int from, int[] levels, int to) {
        float top = 0;
        float size = 0;
        for (int i = 0; i < count; i++) {
            float magnitude = Math.abs(values[from + i]);
            if (magnitude > size) {
                size = magnitude;
                top = values[from + i];
            }
        }
        if (size < NOTHING) {
            Arrays.fill(levels, to, to + count, 0);
            return 0;
        }
        float scale = 0;
        float best = 0;
        // The largest value's own scale comes first, then those beside it.
        for (int turn = -10; turn <= 9; turn++) {
            boolean first = turn == -10;
            if (turn == 0) {
                continue;
            }
            float inverse = first ? -most / top : -(most + 0.1f * turn) / top;
            float product = 0;
            float square = 0;
            for (int i = 0; i < count; i++) {
                float x = values[from + i];
                int q = level(most, inverse * x);
                float weight = x * x;
                product += weight * x * q;
                square += weight * q * q;
            }
            if (first || square > 0 && product * product > best * square) {
                scale = square != 0 ? product / square : 0;
                best = scale * product;
                for (int i = 0; i < count; i++) {
                    levels[to + i] = most + level(most, inverse * values[from + i]);
                }
            }
        }
        return scale;
    }

    private static int level(int most, float value) {
        return Math.max(-most, Math.min(most - 1, nearest(value)));
    }

    /**
     * How a group with a minimum is searched.
     *
     * @param most the largest q
     * @param start where the search begins, in steps of q
     * @param steps how many tenths of a step are tried
     */
    record Search(int most, float start, int steps) {
    }

    /**
     * Scale and minimum of 32 values x = scale q - minimum, weighted by their size: the weighted least squares for each
     * of several roundings, of which the best is taken.
     *
     * @param weights one for each value
     * @param levels gets q of each value
     * @param minima the minimum, never negative, is put at {@code at}
     * @return the scale
     */
    static float withMinimum(Search search, float[] values, int from, float[] weights, int[] levels, float[] minima,
        int at) {
        int count = weights.length;
        float low = values[from];
        float top = values[from];
        float sumWeight = weights[0];
        float sumX = sumWeight * values[from];
        for (int i = 1; i < count; i++) {
            float x = values[from + i];
            low = x < low ? x : low;
            top = x > top ? x : top;
            sumWeight += weights[i];
            sumX += weights[i] * x;
        }
        if (low > 0) {
            low = 0;
        }
        if (top == low) {
            Arrays.fill(levels, 0);
            minima[at] = -low;
            return 0;
        }
        int[] q = new int[count];
        float inverse = search.most() / (top - low);
        float scale = 1 / inverse;
        float minimum = low;
        round(search, values, from, inverse, low, q);
        System.arraycopy(q, 0, levels, 0, count);
        float best = error(scale, minimum, q, values, from, weights);
        for (int step = 0; step <= search.steps(); step++) {
            // From the minimum found so far, as the reference does.
            inverse = (search.start() + 0.1f * step + search.most()) / (top - minimum);
            round(search, values, from, inverse, minimum, q);
            float sumQ = 0;
            float sumQ2 = 0;
            float sumXq = 0;
            for (int i = 0; i < count; i++) {
                sumQ += weights[i] * q[i];
                sumQ2 += weights[i] * q[i] * q[i];
                sumXq += weights[i] * q[i] * values[from + i];
            }
            float determinant = sumWeight * sumQ2 - sumQ * sumQ;
            if (determinant > 0) {
                float itsScale = (sumWeight * sumXq - sumX * sumQ) / determinant;
                float itsMinimum = (sumQ2 * sumX - sumQ * sumXq) / determinant;
                if (itsMinimum > 0) {
                    itsMinimum = 0;
                    itsScale = sumXq / sumQ2;
                }
                float itsError = error(itsScale, itsMinimum, q, values, from, weights);
                if (itsError < best) {
                    best = itsError;
                    scale = itsScale;
                    minimum = itsMinimum;
                    System.arraycopy(q, 0, levels, 0, count);
                }
            }
        }
        minima[at] = -minimum;
        return scale;
    }

    private static void round(Search search, float[] values, int from, float inverse, float minimum, int[] q) {
        for (int i = 0; i < q.length; i++) {
            q[i] = Math.max(0, Math.min(search.most(), nearest(inverse * (values[from + i] - minimum))));
        }
    }

    private static float error(float scale, float minimum, int[] q, float[] values, int from, float[] weights) {
        float error = 0;
        for (int i = 0; i < q.length; i++) {
            float difference = scale * q[i] + minimum - values[from + i];
            error += weights[i] * (difference * difference);
        }
        return error;
    }
}
