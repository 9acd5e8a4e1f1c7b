package dev.longrun.plan;

import dev.longrun.run.DataChoice;
import java.util.List;

/** How much text a run reads at most: what the run file allows, and no more than there is where that is known. */
final class BytesToRead {
    /** Text in lib/src.zip of a JDK 25, about. */
    static final long JDK_SOURCE_BYTES = 180_000_000;
    static final String JDK = "jdk";

    private BytesToRead() {
    }

    static double training(DataChoice data) {
        return training(data.source(), data.trainBytes());
    }

    static double training(List<String> source, double allowed) {
        return source.equals(List.of(JDK)) ? Math.min(allowed, JDK_SOURCE_BYTES) : allowed;
    }
}
