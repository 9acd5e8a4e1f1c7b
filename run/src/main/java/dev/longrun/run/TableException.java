package dev.longrun.run;

/** A table that cannot be used; the message says in which file, row and column, fit to be printed as it is. */
public final class TableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** With the line to print. */
    public TableException(String message) {
        super(message);
    }
}
