package dev.longrun.tokenizer;

/** A fast hash for tables: the finaliser of SplitMix64 (Steele et al. 2014). */
public final class Mix {

    private Mix() {
    }

    /** Well mixed in the low bits. */
    public static int of(long key) {
        return (int) mix(key);
    }

    /** All 64 bits, each of which depends on all of the key's. */
    public static long mix(long key) {
        long h = key + 0x9E3779B97F4A7C15L;
        h = (h ^ h >>> 30) * 0xBF58476D1CE4E5B9L;
        h = (h ^ h >>> 27) * 0x94D049BB133111EBL;
        return h ^ h >>> 31;
    }
}
