package dev.longrun.chat;

/** What went wrong inside an operation, which does not know its place; whoever evaluates it adds the place. */
final class Trouble extends RuntimeException {

    private static final long serialVersionUID = 1;

    Trouble(String message) {
        super(message, null, false, false);
    }
}
