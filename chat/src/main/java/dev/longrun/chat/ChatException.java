package dev.longrun.chat;

/**
 * A chat template, or messages, that cannot be used. The message is the one line that the user reads; where a template
 * is at fault it begins with line and column there.
 */
public final class ChatException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** One line that says where, what is wrong, and what would be right. */
    public ChatException(String message) {
        super(message);
    }

    ChatException(Place at, String message) {
        super("chat template, " + at + ": " + message);
    }

    ChatException(String message, Throwable cause) {
        super(message, cause);
    }
}
