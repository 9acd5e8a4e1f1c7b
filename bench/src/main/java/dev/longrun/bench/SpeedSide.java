package dev.longrun.bench;

/** One of those that are measured at running a model. */
interface SpeedSide extends AutoCloseable {

    /** Reads a first token and generates {@code count} tokens one by one. */
    void decode(int count);

    /** Reads {@code count} tokens at once. */
    void prefill(int count);

    @Override
    void close();
}
