package dev.longrun.bench;

import java.io.IOException;

/** Somebody who trains. */
interface Contestant extends AutoCloseable {

    /** Trains for {@code seconds}, whole steps, at least {@code leastSteps}. */
    Window window(double seconds, int leastSteps) throws IOException;

    @Override
    void close();
}
