package dev.longrun.plan;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Bytes of raw text a token stands for, estimated before the tokenizer is trained: up to a vocabulary of 65,536 as
 * measured on 20 MB of the JDK's own source with this program's byte-level BPE (2026-11-23), beyond that the 128K
 * vocabulary of arXiv 2407.21783 on English. Text that has been prepared knows better.
 */
public final class BytesPerToken {
    private static final NavigableMap<Integer, Double> MEASURED = new TreeMap<>(Map.of(257, 1.0, 1024, 2.5, 2048, 3.0,
        4096, 3.45, 8192, 3.8, 16_384, 4.0, 65_536, 4.35, 131_072, 4.6));

    private BytesPerToken() {
    }

    /** For a vocabulary: linear in its logarithm between the measured ones. */
    public static double estimate(int vocabulary) {
        Map.Entry<Integer, Double> below = MEASURED.floorEntry(vocabulary);
        Map.Entry<Integer, Double> above = MEASURED.ceilingEntry(vocabulary);
        if (below == null || above == null) {
            return below == null ? MEASURED.firstEntry().getValue() : MEASURED.lastEntry().getValue();
        }
        if (below.getKey().equals(above.getKey())) {
            return below.getValue();
        }
        double share = Math.log((double) vocabulary / below.getKey())
            / Math.log((double) above.getKey() / below.getKey());
        return below.getValue() * (1 - share) + above.getValue() * share;
    }
}
