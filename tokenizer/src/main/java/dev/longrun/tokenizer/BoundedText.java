package dev.longrun.tokenizer;

/** Text that may be looked at only so often: an expression from a file may backtrack without end. */
final class BoundedText implements CharSequence {

    /** Looks a character of text, far above what the families' expressions need (under 20), and some for short text. */
    private static final long LOOKS = 1_000;
    private static final long LOOKS_AT_LEAST = 10_000_000;

    /** The looks are spent. */
    static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final String text;
    private long looks;

    BoundedText(String text) {
        this.text = text;
        this.looks = LOOKS * text.length() + LOOKS_AT_LEAST;
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int at) {
        if (--looks < 0) {
            throw new SpentException();
        }
        return text.charAt(at);
    }

    @Override
    public CharSequence subSequence(int from, int end) {
        return text.substring(from, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
