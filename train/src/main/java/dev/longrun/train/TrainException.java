package dev.longrun.train;

/** A run cannot start or go on; the message is one line for the user: where, what, what would be right. */
public final class TrainException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With the line for the user. */
    public TrainException(String message) {
        super(message);
    }

    /** With the line for the user and what lies under it. */
    public TrainException(String message, Throwable cause) {
        super(message, cause);
    }
}
