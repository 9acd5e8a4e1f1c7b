package dev.longrun.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;

/** The hashes used here: a fast one for tables, SHA-256 for what is written down or must not collide. */
final class Hash {

    private Hash() {
    }

    /** Well mixed in the low bits (the finaliser of SplitMix64, Steele et al. 2014). */
    static int of(long key) {
        return (int) mix(key);
    }

    static long mix(long key) {
        long h = key + 0x9E3779B97F4A7C15L;
        h = (h ^ h >>> 30) * 0xBF58476D1CE4E5B9L;
        h = (h ^ h >>> 27) * 0x94D049BB133111EBL;
        return h ^ h >>> 31;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The place of a document in the order of all documents, to be read as unsigned: the first 8 bytes of the SHA-256
     * of its path, in the composed form so that file systems that store names decomposed agree.
     */
    static long ofPath(String path) {
        return Digest.of(Normalizer.normalize(path, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8)).high();
    }
}
