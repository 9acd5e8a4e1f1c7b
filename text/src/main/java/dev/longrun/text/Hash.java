package dev.longrun.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;

/** SHA-256, for what is written down or must not collide. */
final class Hash {

    private Hash() {
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
