package dev.longrun.cli;

/** A command could not go on, through no fault of its input; the message is the line to print. */
public final class FailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With the line to print. */
    public FailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
