package dev.longrun.chat;

/**
 * What a template may use up. Templates come with models and are hostile until checked, so all that they do is counted.
 *
 * @param templateChars longest template, in UTF-16 units
 * @param outputChars longest text that it may make, and longest single string on the way
 * @param textChars all text made on the way together; bounds memory and copying
 * @param steps expressions and statements evaluated, and elements of lists made
 * @param depth expressions, statements and macro calls inside each other
 */
public record Limits(int templateChars, int outputChars, long textChars, long steps, int depth) {

    /** How deep values may be nested when they are compared, printed or read. */
    static final int VALUE_DEPTH = 100;

    /** How deep tags, brackets and operators may be nested in a template. */
    static final int SYNTAX_DEPTH = 100;

    /** Far more than any published template needs: under a second or two, under 256 MB. */
    public static final Limits USUAL = new Limits(1 << 18, 1 << 24, 1L << 27, 10_000_000, 400);
}
