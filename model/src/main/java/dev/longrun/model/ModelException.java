package dev.longrun.model;

/** A model, a model's file, or a request that cannot be used; the message is one line: where, what, what is right. */
public final class ModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** One line that says where, what is wrong, and what would be right. */
    public ModelException(String message) {
        super(message);
    }

    /** The same, with what caused it. */
    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
