package dev.longrun.text;

import dev.longrun.tokenizer.Pieces;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * Names a dataset by what it is made from: the choice, and name, size and time of change of each source file. Where the
 * sources lie does not matter.
 */
final class Fingerprint {

    private static final int HEX_DIGITS = 24;

    private Fingerprint() {
    }

    static String of(DatasetSpec spec, List<SourceFile> files) {
        MessageDigest sha = Hash.sha256();
        add(sha, "format", DatasetRecord.FORMAT, Pieces.PATTERN);
        add(sha, "choice", spec.field(), spec.validationShare(), spec.trainBytes(), spec.validationBytes(),
            spec.vocabulary());
        if (spec.deduplication() != Deduplication.EXACT) {
            add(sha, "deduplication", spec.deduplication());
        }
        for (String source : spec.sources()) {
            add(sha, "source", source.equals(SourceList.JDK) ? "jdk " + System.getProperty("java.version") : "files");
        }
        for (SourceFile file : files) {
            add(sha, "file", file.path(), file.bytes(), file.modifiedMillis());
        }
        return HexFormat.of().formatHex(sha.digest()).substring(0, HEX_DIGITS);
    }

    private static void add(MessageDigest sha, Object... values) {
        for (Object value : values) {
            sha.update(value.toString().getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
        }
    }
}
