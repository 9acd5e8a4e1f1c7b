package dev.longrun.tensor;

/**
 * Numbers of 8 bits of significand in the range of floats, and the exact meaning, in scalars, of the two instructions
 * that the machine code works with: the twin that gives the same bits.
 *
 * <p>Source: Intel SDM, volume 2, VCVTNE2PS2BF16 and VDPBF16PS. Both take denormal numbers for zeros, round to nearest
 * with ties to even, and look at no mode of the processor's.
 */
public final class Bf16 {

    private static final int SIGN = 0x8000_0000;
    private static final int EXPONENT = 0x7F80_0000;
    private static final int QUIET = 0x40;

    private Bf16() {
    }

    /** The bf16 nearest to {@code x}; of a denormal number the zero of its sign. */
    public static short round(float x) {
        int bits = Float.floatToRawIntBits(x);
        if (Float.isNaN(x)) {
            return (short) (bits >>> 16 | QUIET);
        }
        if ((bits & EXPONENT) == 0) {
            return (short) ((bits & SIGN) >>> 16);
        }
        return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
    }

    /** The same number as a float. */
    public static float wide(short x) {
        return Float.intBitsToFloat(x << 16);
    }

    /**
     * {@code sum + a0 b0 + a1 b1} as {@code vdpbf16ps} reckons it in a lane: the pair's upper product is added first,
     * then the lower, each fused; what is denormal, before and after, counts as zero.
     */
    public static float dot(float sum, short a0, short a1, short b0, short b1) {
        float upper = flushed(Math.fma(flushed(wide(a1)), flushed(wide(b1)), flushed(sum)));
        return flushed(Math.fma(flushed(wide(a0)), flushed(wide(b0)), upper));
    }

    private static float flushed(float x) {
        int bits = Float.floatToRawIntBits(x);
        return (bits & EXPONENT) == 0 ? Float.intBitsToFloat(bits & SIGN) : x;
    }
}
