package dev.longrun.tokenizer;

/** A tokenizer that cannot be used; the message is the one line that the user reads. */
public final class TokenizerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public TokenizerException(String message) {
        super(message);
    }

    public TokenizerException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Throws with this message unless {@code right}; what the message is made of is only formatted when it is needed.
     */
    static void expect(boolean right, String message, Object... parts) {
        if (!right) {
            for (int i = 0; i < parts.length; i++) {
                parts[i] = parts[i] instanceof Number ? parts[i] : shown(String.valueOf(parts[i]));
            }
            throw new TokenizerException(message.formatted(parts));
        }
    }

    /** Text of a file as it may stand in a message: one line, not too long, nothing that a terminal obeys. */
    static String shown(String text) {
        String cut = text.length() > 80 ? text.substring(0, 80) + "..." : text;
        return cut.replaceAll("[\\p{Cntrl}\\x{2028}\\x{2029}\\x{85}]", "?");
    }
}
