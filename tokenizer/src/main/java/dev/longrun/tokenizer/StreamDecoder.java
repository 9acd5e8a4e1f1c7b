package dev.longrun.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns tokens into text as they come, and never half a character. What it gives, put together, is what
 * {@link Tokenizer#decode} gives of all tokens at once, except that of tokens for single bytes of which some make no
 * character the others are still shown. For one thread at a time.
 */
public final class StreamDecoder {

    private final Vocabulary vocabulary;
    private final Decoding how;
    private final boolean showSpecials;
    private final boolean atOnce;
    private final StringBuilder text = new StringBuilder();
    private byte[] pending = new byte[64];
    private int count;
    private boolean anyToken;
    private boolean anyText;
    private boolean markTaken;
    private int toStrip;

    StreamDecoder(Vocabulary vocabulary, boolean showSpecials, boolean atOnce) {
        this.vocabulary = vocabulary;
        this.how = vocabulary.decoding();
        this.showSpecials = showSpecials;
        this.atOnce = atOnce;
        this.toStrip = how.stripCount();
    }

    /** The text that is certain now that this token has come; often none. Special tokens stand for no text. */
    public String add(int token) {
        accept(token);
        if (!atOnce) {
            flush(count - unfinished());
        }
        return taken();
    }

    /** What is left when no token will come; bytes that make no character become U+FFFD. */
    public String end() {
        flush(count);
        return taken();
    }

    void accept(int token) {
        if (!showSpecials && vocabulary.special(token)) {
            return;
        }
        if (anyToken) {
            add(how.separator().getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = vocabulary.bytes(token);
        if (how.isBytes(vocabulary.text(token))) {
            add(bytes);
        } else {
            flush(count);
            append(anyText || markTaken || how.first() == Decoding.First.KEPT
                || how.first() == Decoding.First.WITHOUT_MARKS && anyToken
                ? new String(bytes, StandardCharsets.UTF_8) : first(vocabulary.text(token)));
        }
        anyToken = true;
    }

    private String first(String token) {
        if (how.first() == Decoding.First.WITHOUT_MARKS) {
            return token.replace(how.mark(), "");
        }
        boolean marked = token.startsWith(how.mark());
        markTaken = marked && how.first() == Decoding.First.WITHOUT_ONE;
        String rest = marked ? token.substring(how.mark().length()) : token;
        return rest.isEmpty() ? "" : new String(how.bytesOf(rest), StandardCharsets.UTF_8);
    }

    private void add(byte[] bytes) {
        if (count + bytes.length > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(count + bytes.length, pending.length * 2));
        }
        System.arraycopy(bytes, 0, pending, count, bytes.length);
        count += bytes.length;
    }

    /** How many of the last bytes may be the beginning of a character. */
    private int unfinished() {
        for (int back = 1; back <= Math.min(3, count); back++) {
            int b = pending[count - back];
            if ((b & 0xC0) == 0xC0) {
                int length = b < (byte) 0xE0 ? 2 : b < (byte) 0xF0 ? 3 : 4;
                return length > back ? back : 0;
            }
            if (b >= 0) {
                break;
            }
        }
        return 0;
    }

    private void flush(int bytes) {
        if (bytes == 0) {
            return;
        }
        append(atOnce || how.broken() != Decoding.Broken.RUN
            ? how.text(pending, bytes) : Utf8.textOfEach(pending, 0, bytes));
        System.arraycopy(pending, bytes, pending, 0, count - bytes);
        count -= bytes;
    }

    private void append(String more) {
        int from = 0;
        while (toStrip > 0 && from < more.length()) {
            boolean strips = more.charAt(from) == how.strip();
            toStrip = strips ? toStrip - 1 : 0;
            from += strips ? 1 : 0;
        }
        text.append(more, from, more.length());
        anyText |= !more.isEmpty();
    }

    private String taken() {
        String taken = text.toString();
        text.setLength(0);
        return taken;
    }
}
