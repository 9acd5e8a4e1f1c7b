package dev.longrun.model;

/** What a tensor is for, whatever a family's files call it. Matrices are [out, in]. */
public enum TensorRole {
    /** [V, D]. */
    EMBEDDING,
    /** Learned positions [T, D]. */
    POSITIONS,
    /** Norm before attention, [D]. */
    ATTENTION_NORM,
    /** [H h, D]. */
    QUERY,
    /** [G h, D]. */
    KEY,
    /** [G h, D]. */
    VALUE,
    /** Queries, keys and values in one, [(H + 2 G) h, D]. */
    QUERY_KEY_VALUE,
    /** Norm of each query head, [h]. */
    QUERY_NORM,
    /** Norm of each key head, [h]. */
    KEY_NORM,
    /** Heads back into the stream, [D, H h]. */
    OUTPUT,
    /** Norm of what attention adds to the stream, [D]. */
    ATTENTION_POST_NORM,
    /** Norm before the feed-forward layer, [D]. */
    FEED_FORWARD_NORM,
    /** Logits of the experts, [E, D]. */
    ROUTER,
    /** An expert's gate, [F, D]. */
    EXPERT_GATE,
    /** An expert's up, [F, D]. */
    EXPERT_UP,
    /** An expert's down, [D, F]. */
    EXPERT_DOWN,
    /** [F, D]. */
    GATE,
    /** [F, D]. */
    UP,
    /** [D, F]. */
    DOWN,
    /** Norm of what the feed-forward layer adds to the stream, [D]. */
    FEED_FORWARD_POST_NORM,
    /** Norm before the head, [D]. */
    FINAL_NORM,
    /** [V, D]. */
    HEAD;

    /** Whether it is a matrix of a layer that Muon takes: not embedding, positions, head, router, nor a norm. */
    public boolean hiddenMatrix() {
        return switch (this) {
            case QUERY, KEY, VALUE, QUERY_KEY_VALUE, OUTPUT, EXPERT_GATE, EXPERT_UP, EXPERT_DOWN, GATE, UP, DOWN ->
                true;
            case EMBEDDING, POSITIONS, ATTENTION_NORM, QUERY_NORM, KEY_NORM, ATTENTION_POST_NORM, FEED_FORWARD_NORM,
                ROUTER, FEED_FORWARD_POST_NORM, FINAL_NORM, HEAD -> false;
        };
    }

    /** Whether it leads back into the residual stream. */
    public boolean residual() {
        return this == OUTPUT || this == DOWN || this == EXPERT_DOWN;
    }

    /** Whether it is the gain of a norm. */
    public boolean norm() {
        return switch (this) {
            case ATTENTION_NORM, QUERY_NORM, KEY_NORM, ATTENTION_POST_NORM, FEED_FORWARD_NORM, FEED_FORWARD_POST_NORM,
                FINAL_NORM -> true;
            default -> false;
        };
    }
}
