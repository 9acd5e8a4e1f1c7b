package dev.longrun.risk;

/** An input that cannot be used; the message is one line, fit to be printed as it is. */
public final class RiskException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RiskException(String message) {
        super(message);
    }
}
