package dev.longrun.chat;

/** Counts what a rendering uses up, and stops it at its {@link Limits}. */
final class Budget {

    private final Limits limits;
    private long steps;
    private long textChars;
    private int depth;

    Budget(Limits limits) {
        this.limits = limits;
    }

    /** One more expression or statement inside the present one. */
    void enter() {
        step(1);
        if (++depth > limits.depth()) {
            throw new Trouble("nested more than " + limits.depth() + " deep; does a macro call itself for ever?");
        }
    }

    void leave() {
        depth--;
    }

    void step(long count) {
        steps += count;
        if (steps > limits.steps() || count < 0) {
            throw new Trouble("more than " + limits.steps() + " steps; does it loop for ever?");
        }
    }

    /** Before text of a length is made. */
    void text(long chars) {
        textChars += chars;
        if (chars > limits.outputChars() || chars < 0) {
            throw new Trouble("text longer than " + limits.outputChars() + " characters");
        }
        if (textChars > limits.textChars()) {
            throw new Trouble("more than " + limits.textChars() + " characters of text made on the way");
        }
    }

    int longestText() {
        return limits.outputChars();
    }
}
