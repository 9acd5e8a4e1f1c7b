package dev.longrun.cli;

/** A command was given what it cannot use; the message is the line to print. */
public final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With the line to print. */
    public InputException(String message) {
        super(message);
    }
}
