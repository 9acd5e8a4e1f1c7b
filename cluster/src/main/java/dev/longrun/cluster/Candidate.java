package dev.longrun.cluster;

/**
 * A layout that fits.
 *
 * @param layout over the accelerators
 * @param batch sequences of its step
 * @param stepSeconds foretold
 * @param peakBytes of its fullest accelerator, fragmentation included as far as there is room
 */
public record Candidate(Layout layout, int batch, double stepSeconds, double peakBytes) {

    /** Sequences a second. */
    public double pace() {
        return batch / stepSeconds;
    }
}
