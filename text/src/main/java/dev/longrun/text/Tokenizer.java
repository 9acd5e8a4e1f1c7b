package dev.longrun.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Byte-level byte-pair encoding: any bytes become tokens and come back as they were. Text is cut into pieces by
 * {@link Pieces#PATTERN}; inside a piece pairs of tokens merge, those learnt first before the others (Sennrich et al.
 * 2016; GPT-2). Immutable; any number of threads may use one.
 *
 * <p>The text {@code <|endoftext|>} inside a document is encoded as ordinary bytes, so that no document can forge the
 * end of another; only {@link #endOfText()} itself separates. (Hugging Face's library gives the special token.)
 */
public final class Tokenizer {

    /** How the separator of documents is written in tokenizer.json. */
    public static final String END_OF_TEXT = "<|endoftext|>";

    private final byte[][] tokens;
    private final int[] byteTokens;
    private final MergeTable merges;
    private final int endOfText;

    /** tokens[id] are its bytes, none for the separator; byteTokens[b] is the token of the single byte b. */
    Tokenizer(byte[][] tokens, int[] byteTokens, MergeTable merges, int endOfText) {
        this.tokens = tokens;
        this.byteTokens = byteTokens;
        this.merges = merges;
        this.endOfText = endOfText;
    }

    /** Bytes are 0 to 255, merge i of lefts[i] and rights[i] is 256 + i, the separator comes last. */
    static Tokenizer of(int[] lefts, int[] rights) {
        int count = lefts.length;
        byte[][] tokens = new byte[256 + count + 1][];
        int[] byteTokens = new int[256];
        for (int b = 0; b < 256; b++) {
            tokens[b] = new byte[] {(byte) b};
            byteTokens[b] = b;
        }
        int[] merged = new int[count];
        for (int i = 0; i < count; i++) {
            merged[i] = 256 + i;
            tokens[256 + i] = concat(tokens[lefts[i]], tokens[rights[i]]);
        }
        tokens[256 + count] = new byte[0];
        return new Tokenizer(tokens, byteTokens, new MergeTable(lefts, rights, merged), 256 + count);
    }

    /**
     * Reads a tokenizer.json of byte-level BPE with this class's pattern.
     *
     * @throws TextException naming the file and what in it is wrong or not supported
     */
    public static Tokenizer load(Path tokenizerJson) {
        return TokenizerReader.read(tokenizerJson);
    }

    /** Writes tokenizer.json as Hugging Face's tokenizers library reads it; throws TextException if it cannot. */
    public void save(Path tokenizerJson) {
        TokenizerWriter.write(this, tokenizerJson);
    }

    /** How many tokens there are, the separator among them; they are 0 to vocabulary - 1. */
    public int vocabulary() {
        return tokens.length;
    }

    /** The token between documents. */
    public int endOfText() {
        return endOfText;
    }

    /** The tokens of a text; characters that UTF-8 cannot hold (lone surrogates) become '?'. */
    public int[] encode(String text) {
        return encode(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The tokens of any bytes. */
    public int[] encode(byte[] text) {
        IntList into = new IntList();
        encoder().encode(text, 0, text.length, into);
        return into.copy();
    }

    /** For many texts one after another on one thread: it remembers pieces. */
    PieceEncoder encoder() {
        return new PieceEncoder(byteTokens, merges);
    }

    /** How many bytes of text a token stands for; 0 for the separator. */
    public int byteCount(int token) {
        return tokens[token].length;
    }

    /** The bytes that the tokens stand for; the separator stands for none. */
    public byte[] decodeBytes(int... text) {
        int count = 0;
        for (int token : text) {
            count = Math.addExact(count, tokens[token].length);
        }
        byte[] bytes = new byte[count];
        int at = 0;
        for (int token : text) {
            System.arraycopy(tokens[token], 0, bytes, at, tokens[token].length);
            at += tokens[token].length;
        }
        return bytes;
    }

    /** The text that the tokens stand for; bytes that are no character become U+FFFD. */
    public String decode(int... text) {
        return new String(decodeBytes(text), StandardCharsets.UTF_8);
    }

    MergeTable merges() {
        return merges;
    }

    byte[] bytes(int token) {
        return tokens[token];
    }

    static byte[] concat(byte[] left, byte[] right) {
        byte[] joined = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, joined, left.length, right.length);
        return joined;
    }
}
