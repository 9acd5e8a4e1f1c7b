package dev.longrun.cli;

/** A command could not go on, through no fault of its input; the message is the line to print. */
final class FailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    FailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
