package dev.longrun.risk;

/**
 * How long a checkpoint takes: its bytes over what storage takes and, where it is first copied to the hosts' memory
 * and written behind training, over the hosts' links for the part that training waits for.
 *
 * @param stallSeconds training waits
 * @param writeSeconds until the checkpoint is in place; before that a failure falls back to the one before
 */
public record CheckpointWrite(double stallSeconds, double writeSeconds) {

    /** Two for the weights, four for each of the master copy and Adam's two moments. */
    public static final double BYTES_PER_PARAMETER = 14;

    /** Checks. */
    public CheckpointWrite {
        Check.notNegative("stallSeconds", stallSeconds);
        Check.between("writeSeconds", writeSeconds, stallSeconds, Double.MAX_VALUE);
    }

    /** Training waits until all is written. */
    public static CheckpointWrite blocking(double bytes, double storageBytesPerSecond) {
        double seconds = Check.positive("bytes", bytes)
            / Check.positive("storageBytesPerSecond", storageBytesPerSecond);
        return new CheckpointWrite(seconds, seconds);
    }

    /** Training waits for a copy to the hosts' memory; storage is written behind it. */
    public static CheckpointWrite asynchronous(double bytes, double storageBytesPerSecond, double accelerators,
        double hostBytesPerSecond) {
        double copy = bytes / (Check.positive("accelerators", accelerators)
            * Check.positive("hostBytesPerSecond", hostBytesPerSecond));
        return new CheckpointWrite(copy, copy + blocking(bytes, storageBytesPerSecond).writeSeconds());
    }
}
