package dev.longrun.tensor;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vectors of the width that this machine prefers, as parts of the 16 lanes in which a row is summed: one part of 16,
 * two of 8 or four of 4. Where there are fewer than four parts, the calls for the others fold away.
 */
final class Lanes {

    static final VectorSpecies<Float> SPECIES = species();
    static final int WIDTH = SPECIES.length();

    /** Vectors that hold 16 lanes. */
    static final int PARTS = ScalarKernels.LANES / WIDTH;

    /** Masked loads are instructions from 256 bits on; with four lanes they would be emulated. */
    private static final boolean MASKS = WIDTH >= 8;

    private static final VectorShuffle<Float> BY_8 = rotation(8);
    private static final VectorShuffle<Float> BY_4 = rotation(4);
    private static final VectorShuffle<Float> BY_2 = rotation(2);
    private static final VectorShuffle<Float> BY_1 = rotation(1);

    // Constants as vectors rather than broadcasts where they are used: every broadcast that C2 inlines brings it nearer
    // to its limit of nodes, beyond which it stops inlining and the vectors are boxed.
    private static final FloatVector ZERO = all(0);
    static final FloatVector ONE = all(1);
    private static final FloatVector INFINITY = all(Float.POSITIVE_INFINITY);
    private static final FloatVector LOG2_E = all(ScalarKernels.LOG2_E);
    private static final FloatVector ROUNDER = all(ScalarKernels.ROUNDER);
    private static final FloatVector MINUS_LN2_HIGH = all(-ScalarKernels.LN2_HIGH);
    private static final FloatVector MINUS_LN2_LOW = all(-ScalarKernels.LN2_LOW);
    private static final FloatVector Q0 = all(ScalarKernels.Q0);
    private static final FloatVector Q1 = all(ScalarKernels.Q1);
    private static final FloatVector Q2 = all(ScalarKernels.Q2);
    private static final FloatVector Q3 = all(ScalarKernels.Q3);
    private static final FloatVector Q4 = all(ScalarKernels.Q4);
    private static final FloatVector EXP_LOW = all(ScalarKernels.EXP_LOW);
    private static final FloatVector EXP_HIGH = all(ScalarKernels.EXP_HIGH);
    private static final FloatVector TANH_SQUARE = all(ScalarKernels.TANH_SQUARE);
    private static final FloatVector TWO = all(2);
    private static final FloatVector T0 = all(ScalarKernels.T0);
    private static final FloatVector T1 = all(ScalarKernels.T1);
    private static final FloatVector T2 = all(ScalarKernels.T2);
    private static final FloatVector T3 = all(ScalarKernels.T3);
    private static final FloatVector T4 = all(ScalarKernels.T4);
    private static final FloatVector GELU_1 = all(ScalarKernels.GELU_1);
    private static final FloatVector GELU_3 = all(ScalarKernels.GELU_3);
    private static final FloatVector THREE_GELU_3 = all(3 * ScalarKernels.GELU_3);
    private static final IntVector COUNTING = SPECIES.broadcast(0).reinterpretAsInts().addIndex(1);

    private Lanes() {
    }

    private static VectorSpecies<Float> species() {
        VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
        return preferred.length() > 16 ? FloatVector.SPECIES_512
            : preferred.length() < 4 ? FloatVector.SPECIES_128 : preferred;
    }

    private static VectorShuffle<Float> rotation(int by) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane + by) % WIDTH);
    }

    static FloatVector load(float[] x, int at) {
        return FloatVector.fromArray(SPECIES, x, at);
    }

    static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    /** The part that begins at lane {@code from} of the last {@code n} elements of a row; zeros beyond them. */
    static FloatVector loadLast(float[] x, int at, int from, int n) {
        if (MASKS) {
            return FloatVector.fromArray(SPECIES, x, at + from, SPECIES.indexInRange(from, n));
        }
        if (n - from >= WIDTH) {
            return load(x, at + from);
        }
        FloatVector part = FloatVector.zero(SPECIES);
        if (n > from) {
            part = part.withLane(0, x[at + from]);
        }
        if (n > from + 1) {
            part = part.withLane(1, x[at + from + 1]);
        }
        if (n > from + 2) {
            part = part.withLane(2, x[at + from + 2]);
        }
        return part;
    }

    /** The sum of 16 lanes: 8 with 8, 4 with 4, 2 with 2, 1 with 1. */
    static float sum(FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3) {
        FloatVector s = s0;
        if (PARTS == 1) {
            s = s.add(s.rearrange(BY_8));
        }
        if (PARTS == 2) {
            s = s.add(s1);
        }
        if (PARTS == 4) {
            s = s.add(s2).add(s1.add(s3));
        } else {
            s = s.add(s.rearrange(BY_4));
        }
        s = s.add(s.rearrange(BY_2));
        return s.add(s.rearrange(BY_1)).lane(0);
    }

    /** The greater of each pair of lanes, and that of x where one is NaN. */
    static FloatVector greater(FloatVector x, FloatVector y) {
        return x.blend(y, y.compare(GT, x));
    }

    /** The exponential of every lane, as {@link ScalarKernels#exp}. */
    static FloatVector exp(FloatVector x) {
        FloatVector rounded = x.fma(LOG2_E, ROUNDER);
        FloatVector n = rounded.sub(ROUNDER);
        FloatVector r = n.fma(MINUS_LN2_LOW, n.fma(MINUS_LN2_HIGH, x));
        FloatVector p = Q4.fma(r, Q3).fma(r, Q2).fma(r, Q1).fma(r, Q0).fma(r, ONE).fma(r, ONE);
        FloatVector e = p.reinterpretAsInts().add(rounded.reinterpretAsInts().lanewise(LSHL, 23))
            .reinterpretAsFloats();
        return x.mul(INFINITY).blend(e.blend(ZERO, x.compare(LT, EXP_LOW)), x.compare(LE, EXP_HIGH));
    }

    /** The hyperbolic tangent of every lane, as {@link ScalarKernels#tanh}. */
    static FloatVector tanh(FloatVector x) {
        FloatVector square = x.mul(x);
        FloatVector t = T4.fma(square, T3).fma(square, T2).fma(square, T1).fma(square, T0);
        FloatVector near = t.fma(square.mul(x), x);
        FloatVector far = ONE.sub(TWO.div(ONE.add(exp(x.add(x)))));
        return far.blend(near, square.compare(LT, TANH_SQUARE));
    }

    /** What gelu multiplies every lane by. */
    static FloatVector geluShare(FloatVector g) {
        return ONE.div(ONE.add(exp(g.mul(g.mul(g).fma(GELU_3, GELU_1)).neg())));
    }

    /** The derivative of gelu in every lane, from its share. */
    static FloatVector geluSlope(FloatVector g, FloatVector share) {
        return g.mul(share).fma(ONE.sub(share).mul(g.mul(g).fma(THREE_GELU_3, GELU_1)), share);
    }

    /** {@code scale} in the lanes of numbers {@code first} and on that dropout keeps, 0 in the others. */
    static FloatVector kept(int key, int first, int threshold, float scale) {
        IntVector h = COUNTING.add(first).mul(ScalarKernels.GOLDEN).lanewise(XOR, key);
        h = h.lanewise(XOR, h.lanewise(LSHR, 16)).mul(ScalarKernels.MIX_1);
        h = h.lanewise(XOR, h.lanewise(LSHR, 13)).mul(ScalarKernels.MIX_2);
        h = h.lanewise(XOR, h.lanewise(LSHR, 16)).lanewise(LSHR, 1);
        // The sign of threshold - 1 - h, spread over the lane: all ones where h is not below the threshold.
        IntVector keep = h.neg().add(threshold - 1).lanewise(ASHR, 31);
        return keep.and(Float.floatToRawIntBits(scale)).reinterpretAsFloats();
    }
}
