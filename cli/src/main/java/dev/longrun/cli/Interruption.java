package dev.longrun.cli;

import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/**
 * Ctrl-C, or a polite kill, while a run is under way: the run is asked to stop, and the process ends only when it has.
 * The exit code is then the JVM's own for the signal: 130 for Ctrl-C.
 */
final class Interruption implements BooleanSupplier, AutoCloseable {

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean asked;
    private volatile boolean worthSaving;

    private Interruption(Terminal terminal) {
        hook = new Thread(() -> ask(terminal), "longrun-interruption");
    }

    static Interruption heeded(Terminal terminal) {
        Interruption interruption = new Interruption(terminal);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** From now on there is something to save; before, an interruption ends the process at once. */
    void worthSaving() {
        worthSaving = true;
    }

    @Override
    public boolean getAsBoolean() {
        return asked;
    }

    void ask(Terminal terminal) {
        if (!worthSaving) {
            return;
        }
        asked = true;
        terminal.err().println((terminal.live() ? "\n" : "")
            + "longrun: stopping after this step, to save a checkpoint");
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The run has stopped, whatever the reason. */
    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook is what brought us here.
            return;
        }
    }
}
