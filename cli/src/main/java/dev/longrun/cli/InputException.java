package dev.longrun.cli;

/** A command was given what it cannot use; the message is the line to print. */
final class InputException extends RuntimeException {

    private static final long serialVersionUID = 1;

    InputException(String message) {
        super(message);
    }
}
