package dev.longrun.model;

import java.util.function.LongSupplier;

/** Where the time of a step goes; {@code lap} ends a part that began where the one before ended. */
public final class PassClock {

    /** Parts of a step. */
    public enum Part {
        /** Embedding lookup and its gradient. */
        EMBEDDING,
        /** RMSNorm of the residual stream, and the residual's copy. */
        NORM,
        /** Dropping elements of what blocks add to the stream, and of its gradient. */
        DROPOUT,
        /** Products of attention: qkv and output. */
        ATTENTION_PRODUCTS,
        /** Attention itself: QK-norm, rotary embedding, scores, softmax, values. */
        ATTENTION,
        /** Products of the feed-forward layer. */
        FFN_PRODUCTS,
        /** The activation. */
        ACTIVATION,
        /** Routers, and rows sorted by expert and put together again. */
        ROUTING,
        /** Products of the head. */
        HEAD_PRODUCTS,
        /** Cross-entropy. */
        CROSS_ENTROPY
    }

    private final long[] nanos = new long[Part.values().length];
    private LongSupplier source = System::nanoTime;
    private long since;

    PassClock() {
    }

    /** Takes the time from elsewhere, such as this thread's share of a processor. */
    void by(LongSupplier nanoseconds) {
        source = nanoseconds;
    }

    void start() {
        since = source.getAsLong();
    }

    void lap(Part part) {
        long now = source.getAsLong();
        nanos[part.ordinal()] += now - since;
        since = now;
    }

    long nanos(Part part) {
        return nanos[part.ordinal()];
    }
}
