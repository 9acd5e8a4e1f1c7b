package dev.longrun.cli;

import picocli.CommandLine.Option;

/** How many threads compute. */
public final class ThreadsOption {

    private static final int MOST = 1024;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that compute; the result does not depend on "
        + "it. Default: one for each core.")
    private int threads = Runtime.getRuntime().availableProcessors();

    /** The number, checked; throws {@link InputException}. */
    public int count() {
        if (threads < 1 || threads > MOST) {
            throw new InputException("--threads " + threads + ": should be between 1 and " + MOST);
        }
        return threads;
    }
}
