package dev.longrun.bench;

/** Processes that must not outlive this one, Ctrl-C included. */
final class Children {

    /** Ends its process when closed. */
    interface Guard extends AutoCloseable {

        @Override
        void close();
    }

    private Children() {
    }

    /** Ends {@code child} with this process, or when the guard is closed. */
    static Guard end(Process child) {
        Thread hook = new Thread(child::destroyForcibly, "longrun-child");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> {
            child.destroyForcibly();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException shuttingDown) {
                return; // the hook does it
            }
        };
    }
}
