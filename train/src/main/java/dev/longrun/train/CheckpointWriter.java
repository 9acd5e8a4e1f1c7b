package dev.longrun.train;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Writes checkpoints behind training, one at a time. Nothing is copied for it: weights and moments stay as they are
 * until the next update, so while the next step's gradients are computed they are handed to the system, whose page
 * cache is the copy; syncing, checksums and the rename need them no more. Only an update that comes before they are
 * handed over waits ({@link #awaitRead}). For the thread that trains.
 */
final class CheckpointWriter implements AutoCloseable {

    /** What the writer does. */
    interface Work {

        /**
         * Writes.
         *
         * @param read to be run once weights and moments may change
         * @return the checkpoint that is in place now, if it is one
         */
        Optional<Written> write(Runnable read) throws IOException;
    }

    /** A checkpoint in place; {@code seconds} from its beginning until then. */
    record Written(long step, long bytes, double seconds) {
    }

    private Optional<Writing> underWay = Optional.empty();
    private long step;
    private long stallNanos;

    /** Begins work for {@code step}; what was begun before must have been taken. */
    void begin(long of, Work work) {
        if (busy()) {
            throw new IllegalStateException("the checkpoint of step " + step + " is being written");
        }
        step = of;
        Writing writing = new Writing(work);
        underWay = Optional.of(writing);
        writing.start();
    }

    /** Whether something is being written, or its end was not taken yet. */
    boolean busy() {
        return underWay.isPresent();
    }

    /** The step that was begun last. */
    long step() {
        return step;
    }

    /** How long training has stood still for checkpoints, all of them together. */
    long stallNanos() {
        return stallNanos;
    }

    /** Counts what training stood still for a checkpoint since {@code before}. */
    void stalledSince(long before) {
        stallNanos += System.nanoTime() - before;
    }

    /** Waits until weights and moments may change. */
    void awaitRead() {
        if (busy() && !underWay.get().isRead()) {
            long before = System.nanoTime();
            await(underWay.get().read);
            stalledSince(before);
        }
    }

    /** What has come into place since the last time; does not wait. */
    Optional<Written> takeIfDone() throws IOException {
        return busy() && underWay.get().isDone() ? take() : Optional.empty();
    }

    /**
     * Waits for what is under way.
     *
     * @throws IOException why it could not be written
     */
    Optional<Written> take() throws IOException {
        if (!busy()) {
            return Optional.empty();
        }
        long before = System.nanoTime();
        Writing writing = underWay.get();
        await(writing.done);
        stalledSince(before);
        underWay = Optional.empty();
        return writing.written();
    }

    /** Waits for what is under way, whatever comes of it. */
    @Override
    public void close() {
        underWay.ifPresent(writing -> await(writing.done));
    }

    private static void await(Semaphore reached) {
        reached.acquireUninterruptibly();
        reached.release();
    }

    private static final class Writing extends Thread {

        private final Work work;
        private final Semaphore read = new Semaphore(0);
        private final Semaphore done = new Semaphore(0);
        private Optional<Written> written = Optional.empty();
        private Optional<Throwable> failure = Optional.empty();

        private Writing(Work work) {
            super("longrun-checkpoint");
            this.work = work;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                written = work.write(read::release);
            } catch (IOException | RuntimeException | Error thrown) {
                failure = Optional.of(thrown);
            } finally {
                read.release();
                done.release();
            }
        }

        private boolean isRead() {
            return read.availablePermits() > 0;
        }

        private boolean isDone() {
            return done.availablePermits() > 0;
        }

        private Optional<Written> written() throws IOException {
            if (failure.isPresent()) {
                switch (failure.get()) {
                    case IOException thrown -> throw thrown;
                    case RuntimeException thrown -> throw thrown;
                    case Throwable thrown -> throw new IllegalStateException(thrown);
                }
            }
            return written;
        }
    }
}
