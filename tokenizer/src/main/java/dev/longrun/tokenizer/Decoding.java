package dev.longrun.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * How tokens become text again.
 *
 * @param bytes which tokens stand for bytes rather than for text
 * @param broken what becomes of bytes that are no character
 * @param each what is done with the text of every token that is no byte
 * @param mark how a space is written in a token, where the first token is treated in a way of its own
 * @param first what is done with the first token's marks
 * @param separator what stands between two tokens
 * @param strip the character that is taken from the beginning of the whole, at most so many times
 * @param stripCount how many times
 */
record Decoding(Bytes bytes, Broken broken, UnaryOperator<String> each, String mark, First first, String separator,
    int strip, int stripCount) {

    /** GPT-2's: every token is bytes, written as letters. */
    static final Decoding BYTE_LEVEL =
        new Decoding(Bytes.LETTERS, Broken.LOSSY, UnaryOperator.identity(), "", First.KEPT, "", 0, 0);

    /** Which tokens stand for bytes. */
    enum Bytes { LETTERS, NAMED, NONE }

    /** Bytes that are no character: as {@link Utf8#text} has it, the whole run if one of it is, or one by one. */
    enum Broken { LOSSY, RUN, EACH }

    /**
     * Marks at the beginning: kept, all of the first token's gone, one of the first text gone (SentencePiece), or one
     * of every token gone until there is text (SentencePiece, where extra spaces were removed).
     */
    enum First { KEPT, WITHOUT_MARKS, WITHOUT_ONE, WITHOUT_ANY }

    /** What a token written so stands for in the middle of a text. */
    byte[] bytesOf(String token) {
        if (bytes == Bytes.LETTERS) {
            byte[] letters = ByteLetters.readOrNull(token);
            return letters == null ? token.getBytes(StandardCharsets.UTF_8) : letters;
        }
        int named = bytes == Bytes.NAMED ? namedByte(token) : -1;
        return named >= 0 ? new byte[] {(byte) named} : each.apply(token).getBytes(StandardCharsets.UTF_8);
    }

    /** True when the token is bytes, which may be part of a character only. */
    boolean isBytes(String token) {
        return bytes == Bytes.LETTERS || bytes == Bytes.NAMED && namedByte(token) >= 0;
    }

    /** The byte that {@code <0x0A>} names, or -1. */
    static int namedByte(String token) {
        if (token.length() != 6 || !token.startsWith("<0x") || token.charAt(5) != '>') {
            return -1;
        }
        int high = Character.digit(token.charAt(3), 16);
        int low = Character.digit(token.charAt(4), 16);
        return high < 0 || low < 0 || token.charAt(3) > 'f' || token.charAt(4) > 'f' ? -1 : high << 4 | low;
    }

    /** How the byte is named. */
    static String byteName(int b) {
        return "<0x%02X>".formatted(b);
    }

    /** Bytes as text: they are whole runs, so nothing is to come. */
    String text(byte[] run, int count) {
        return switch (broken) {
            case LOSSY -> Utf8.text(run, 0, count);
            case RUN -> Utf8.valid(run, 0, count)
                ? new String(run, 0, count, StandardCharsets.UTF_8) : "\uFFFD".repeat(count);
            case EACH -> Utf8.textOfEach(run, 0, count);
        };
    }
}
