package dev.longrun.laws;

/** A ladder or a target that no law can be fitted to; the message is the line to print. */
public final class LawException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With the line to print. */
    public LawException(String message) {
        super(message);
    }
}
