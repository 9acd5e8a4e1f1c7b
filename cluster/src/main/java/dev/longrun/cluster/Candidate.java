package dev.longrun.cluster;

/**
 * A layout that fits.
 *
 * @param layout over the accelerators
 * @param batch sequences of its step
 * @param stepSeconds foretold
 * @param peakBytes of its fullest accelerator, fragmentation included
 */
public record Candidate(Layout layout, int batch, double stepSeconds, double peakBytes) {

    /** Sequences a second. */
    public double pace() {
        return batch / stepSeconds;
    }

    /** Whether it is to be preferred; of equals neither is, and the first in order stays. */
    boolean before(Candidate other) {
        return stepSeconds < other.stepSeconds || stepSeconds == other.stepSeconds && peakBytes < other.peakBytes;
    }
}
