package dev.longrun.model;

/**
 * A stream of random numbers that is ours, so that no JDK changes it: SplitMix64 (Steele, Lea, Flood 2014, "Fast
 * splittable pseudorandom number generators"), one stream for each seed and name.
 */
final class Draws {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private long state;

    Draws(long seed) {
        state = mix(seed);
    }

    /** The stream of one named thing: independent of every other name's, and of how many there are. */
    Draws(long seed, String name) {
        long hash = 0xCBF29CE484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
        }
        state = mix(mix(seed) ^ hash);
    }

    long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    /** Uniform in [0, 1), a multiple of 2^-53. */
    double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** Uniform in [-1, 1), a multiple of 2^-23, exact in a float. */
    float nextSigned() {
        return (nextLong() >> 40) * 0x1p-23f;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
