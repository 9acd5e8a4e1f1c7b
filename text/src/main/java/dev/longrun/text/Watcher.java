package dev.longrun.text;

/** Told how a dataset comes along; always called from the thread that prepares it. */
public interface Watcher {

    /** Hears nothing. */
    Watcher SILENT = new Watcher() {
        @Override
        public void progress(String what, double share) {
        }

        @Override
        public void skipped(String file, String reason) {
        }
    };

    /** {@code what} is being done, a phrase such as "learning the vocabulary"; {@code share} of it is done, 0 to 1. */
    void progress(String what, double share);

    /** {@code file} is not part of the dataset, and why. */
    void skipped(String file, String reason);
}
