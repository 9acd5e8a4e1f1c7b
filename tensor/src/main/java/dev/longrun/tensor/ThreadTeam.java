package dev.longrun.tensor;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed team of threads that share the tasks of one run after another. The caller is worker 0, the others are daemon
 * threads that wait for work, spinning for some microseconds and then parked. Tasks are claimed one by one, so a result
 * must not depend on which worker ran a task. A run allocates nothing.
 */
public final class ThreadTeam implements AutoCloseable {

    /** One of the tasks of a run. */
    @FunctionalInterface
    public interface Task {

        /** Does task number {@code task} of the run on worker {@code worker}, from 0 to {@link #size()} - 1. */
        void run(int task, int worker);
    }

    /** How long a thread spins before it parks: longer than a gap between two products, shorter than a time slice. */
    private static final long SPIN_NANOS = 30_000;

    /** Spins between two looks at the clock. */
    private static final int SPINS = 64;

    private final Worker[] workers;
    private final AtomicBoolean busy = new AtomicBoolean();

    // The ticket holds the run's number (upper half) and how many of its tasks are unclaimed (lower half). Task and
    // count are written only while nothing is unclaimed, so what a worker read before it claimed belongs to that run.
    private final AtomicLong ticket = new AtomicLong();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private Task task;
    private int tasks;
    private volatile Thread waiting;
    private volatile boolean closed;

    /**
     * Starts the team: {@code threads - 1} daemon threads beside the caller.
     *
     * @throws IllegalArgumentException if {@code threads} is not positive
     */
    public ThreadTeam(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a team of " + threads + " threads: it needs at least one");
        }
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(i + 1);
        }
        for (Worker worker : workers) {
            worker.start();
        }
    }

    /** The number of threads, the caller's among them. */
    public int size() {
        return workers.length + 1;
    }

    /**
     * Runs the tasks 0 to {@code count - 1} and returns when all are done. After a failure the tasks not yet begun are
     * left out, and the first exception is thrown here with the others as suppressed.
     *
     * @throws IllegalStateException if this team is already running (from inside a task or from another thread), or
     *     closed
     */
    public void run(int count, Task work) {
        if (count < 0) {
            throw new IllegalArgumentException("a run of " + count + " tasks");
        }
        if (closed) {
            throw new IllegalStateException("the team is closed");
        }
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException("the team is running already: a task must not run its own team,"
                + " nor two threads the same one");
        }
        try {
            if (workers.length == 0 || count < 2) {
                for (int i = 0; i < count; i++) {
                    work.run(i, 0);
                }
            } else {
                share(count, work);
            }
        } finally {
            busy.set(false);
        }
    }

    /** As {@link #run(int, Task)} where {@code shared}; else the caller does all tasks, as worker 0. */
    void run(boolean shared, int count, Task work) {
        if (shared) {
            run(count, work);
            return;
        }
        for (int i = 0; i < count; i++) {
            work.run(i, 0);
        }
    }

    private void share(int count, Task work) {
        task = work;
        tasks = count;
        unfinished.set(count);
        long run = (ticket.get() >>> 32) + 1;
        ticket.set(run << 32 | count);
        for (int i = 0; i < Math.min(workers.length, count - 1); i++) {
            workers[i].wake();
        }
        work(0);
        awaitOthers();
        task = null;
        Throwable thrown = failure.getAndSet(null);
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }

    /** Claims and does tasks until none is unclaimed. */
    private void work(int worker) {
        while (true) {
            long now = ticket.get();
            int unclaimed = (int) now;
            if (unclaimed == 0) {
                return;
            }
            Task mine = task;
            int number = tasks - unclaimed;
            if (ticket.compareAndSet(now, now - 1)) {
                perform(mine, number, worker);
            }
        }
    }

    private void perform(Task mine, int number, int worker) {
        try {
            if (failure.get() == null) {
                mine.run(number, worker);
            }
        } catch (RuntimeException | Error thrown) {
            if (!failure.compareAndSet(null, thrown)) {
                Throwable first = failure.get();
                if (first != thrown) {
                    first.addSuppressed(thrown);
                }
            }
        }
        if (unfinished.decrementAndGet() == 0) {
            Thread caller = waiting;
            if (caller != null) {
                LockSupport.unpark(caller);
            }
        }
    }

    private void awaitOthers() {
        if (spinUntilFinished()) {
            return;
        }
        waiting = Thread.currentThread();
        boolean interrupted = false;
        while (unfinished.get() != 0) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        waiting = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean spinUntilFinished() {
        long begin = System.nanoTime();
        do {
            for (int i = 0; i < SPINS; i++) {
                if (unfinished.get() == 0) {
                    return true;
                }
                Thread.onSpinWait();
            }
        } while (System.nanoTime() - begin < SPIN_NANOS);
        return false;
    }

    /** Ends the team's threads, after the run under way if there is one. Closing again does nothing. */
    @Override
    public void close() {
        closed = true;
        for (Worker worker : workers) {
            LockSupport.unpark(worker);
        }
    }

    private final class Worker extends Thread {

        private final int number;
        private volatile boolean parked;

        private Worker(int number) {
            super("longrun-team-" + number);
            this.number = number;
            setDaemon(true);
        }

        private void wake() {
            if (parked) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            while (true) {
                work(number);
                if (closed) {
                    return;
                }
                if (!spinUntilWork()) {
                    parked = true;
                    // looked at again after the flag is up: a run that did not see the flag is seen here
                    if ((int) ticket.get() == 0 && !closed) {
                        LockSupport.park(ThreadTeam.this);
                    }
                    parked = false;
                }
            }
        }

        private boolean spinUntilWork() {
            long begin = System.nanoTime();
            do {
                for (int i = 0; i < SPINS; i++) {
                    if ((int) ticket.get() != 0) {
                        return true;
                    }
                    Thread.onSpinWait();
                }
            } while (System.nanoTime() - begin < SPIN_NANOS);
            return false;
        }
    }
}
