package dev.longrun.text;

/** Text, a tokenizer or a dataset that cannot be used; the message is the one line that the user reads. */
public final class TextException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public TextException(String message) {
        super(message);
    }

    public TextException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What went wrong in a few words, for exceptions of the JDK whose message is only a file name or is missing. */
    static String reason(Exception error) {
        return switch (error) {
            case java.nio.file.AccessDeniedException denied -> "permission denied";
            case java.nio.file.NoSuchFileException missing -> "no such file";
            case java.nio.file.FileSystemLoopException loop -> "a symbolic link that leads back to itself";
            case java.io.EOFException cut -> "it ends too early";
            default -> error.getMessage() == null
                ? error.getClass().getSimpleName() : error.getMessage().lines().findFirst().orElse("");
        };
    }
}
