package dev.longrun.plan;

/** A run that cannot be planned as asked; the message is one line a user can act on. */
public final class PlanException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the line to print. */
    public PlanException(String message) {
        super(message);
    }
}
