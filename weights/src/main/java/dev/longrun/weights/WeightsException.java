package dev.longrun.weights;

/** A file of tensors that cannot be used or written; the message is one line: where, what, what is right. */
public final class WeightsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** One line that says where, what is wrong, and what would be right. */
    public WeightsException(String message) {
        super(message);
    }

    /** The same, with what caused it. */
    public WeightsException(String message, Throwable cause) {
        super(message, cause);
    }

    /** A name from a file, short and on one line. */
    public static String quoted(String name) {
        String shown = name.length() > 80 ? name.substring(0, 80) + "..." : name;
        return "\"" + shown.replaceAll("\\p{Cntrl}", "?") + "\"";
    }

    /** Throws with that message if it is not right. */
    public static void require(boolean right, String message) {
        if (!right) {
            throw new WeightsException(message);
        }
    }
}
