package dev.longrun.tokenizer;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * Text to tokens and back, as the tokenizer's own family does it. One that we train is byte-level byte-pair encoding:
 * any bytes become tokens and come back as they were. Immutable; any number of threads may use one.
 *
 * <p>Unless {@link Specials} says otherwise, the text {@code <|endoftext|>} is encoded as text, so that no document can
 * forge the end of another; only {@link #endOfText()} itself separates. (Hugging Face's library gives the special
 * token.)
 */
public final class Tokenizer {

    /** How the separator of documents is written in the tokenizers that we train. */
    public static final String END_OF_TEXT = "<|endoftext|>";

    private final Setup setup;
    private final OptionalInt beginning;
    private final OptionalInt end;

    Tokenizer(Setup setup, OptionalInt beginning, OptionalInt end) {
        this.setup = setup;
        this.beginning = beginning;
        this.end = end;
    }

    /**
     * One that was trained: bytes are 0 to 255, merge i of lefts[i] and rights[i] is 256 + i, the separator is last.
     */
    public static Tokenizer of(int[] lefts, int[] rights) {
        int count = lefts.length;
        byte[][] bytes = new byte[256 + count][];
        int[] single = new int[256];
        for (int b = 0; b < 256; b++) {
            bytes[b] = new byte[] {(byte) b};
            single[b] = b;
        }
        int[] merged = new int[count];
        String[] texts = new String[257 + count];
        for (int i = 0; i < count; i++) {
            merged[i] = 256 + i;
            bytes[256 + i] = concat(bytes[lefts[i]], bytes[rights[i]]);
        }
        for (int id = 0; id < bytes.length; id++) {
            texts[id] = ByteLetters.write(bytes[id]);
        }
        int last = 256 + count;
        texts[last] = END_OF_TEXT;
        BitSet special = new BitSet();
        special.set(last);
        Model model = new BytePairs(new Alphabet.Bytes(single), new MergeTable(lefts, rights, merged), Pieces.OURS,
            TokenIndex.EMPTY);
        Setup setup = new Setup(new AddedTokens(List.of(AddedToken.plain(last, END_OF_TEXT, true)),
            List.of(END_OF_TEXT)), Normalizer.NONE, AddedTokens.NONE, List.of(), model,
            Around.NOTHING, new Vocabulary(texts, special, Decoding.BYTE_LEVEL), true);
        return new Tokenizer(setup, OptionalInt.empty(), OptionalInt.of(last));
    }

    /**
     * Reads a tokenizer.json as Hugging Face's tokenizers library does. The token of the file's own that separates
     * documents is known when it is {@code <|endoftext|>}; else see {@link #open}.
     *
     * @throws TokenizerException naming the file and what in it is wrong or not supported
     */
    public static Tokenizer load(Path tokenizerJson) {
        return JsonFile.read(tokenizerJson, TokenizerReader::read);
    }

    /**
     * Reads what a model's folder has: tokenizer.json, else tokenizer.model (SentencePiece), else tokenizer.tok.json
     * (Grok-2); and which tokens begin and end a text from tokenizer_config.json beside it.
     *
     * @throws TokenizerException naming the file and what in it is wrong or not supported
     */
    public static Tokenizer open(Path folder) {
        return FolderReader.read(folder);
    }

    /** Reads a SentencePiece model, BPE or Unigram. Throws as {@link #load} does. */
    public static Tokenizer sentencePiece(Path tokenizerModel) {
        return JsonFile.readBytes(tokenizerModel, SentencePieceReader::read);
    }

    /** Reads Grok-2's tokenizer.tok.json. Throws as {@link #load} does. */
    public static Tokenizer tiktoken(Path tokJson) {
        return JsonFile.read(tokJson, TiktokenReader::read);
    }

    /** The tokenizer inside a GGUF file; throws TokenizerException that says what in it is wrong or not supported. */
    public static Tokenizer gguf(GgufVocabulary vocabulary) {
        return GgufReader.read(vocabulary);
    }

    /**
     * Writes tokenizer.json as Hugging Face's library reads it, of a tokenizer that was trained; else copy its file.
     */
    public void save(Path tokenizerJson) {
        TokenizerWriter.write(this, tokenizerJson);
    }

    /** One more than the highest id of a token. */
    public int vocabulary() {
        return setup.vocabulary().size();
    }

    /**
     * The token between documents, which ends what a model says.
     *
     * @throws TokenizerException if none is known
     */
    public int endOfText() {
        return end.orElseThrow(() -> new TokenizerException("no token is known that ends a text"));
    }

    /** The token that a text begins with in this family, if one does. */
    public OptionalInt beginningOfText() {
        return beginning;
    }

    /** The id of the token that is written so, for special tokens as they stand. */
    public OptionalInt id(String token) {
        return setup.vocabulary().id(token);
    }

    /**
     * How a token is written in its file: byte-level ones in letters for bytes, spaces as U+2581 where that is usual.
     */
    public String written(int token) {
        return setup.vocabulary().text(token);
    }

    /** True for tokens that are no part of what is said. */
    public boolean isSpecial(int token) {
        return setup.vocabulary().special(token);
    }

    /** The tokens of a text in which special tokens are text; lone surrogates become '?'. */
    public int[] encode(String text) {
        return encode(text, Specials.TEXT);
    }

    /** The tokens of a text; lone surrogates become '?'. */
    public int[] encode(String text, Specials specials) {
        IntList into = new IntList();
        encoder().encode(text, specials, into);
        return into.copy();
    }

    /**
     * The tokens of any bytes, in which special tokens are text. Where a model takes no bytes, broken ones are U+FFFD.
     */
    public int[] encode(byte[] text) {
        IntList into = new IntList();
        encoder().encode(text, 0, text.length, into);
        return into.copy();
    }

    /** For many texts one after another on one thread: it remembers pieces. */
    public Encoder encoder() {
        return new Encoder(setup);
    }

    /** How many bytes a token stands for in the middle of a text; 0 for special tokens. */
    public int byteCount(int token) {
        return setup.vocabulary().special(token) ? 0 : setup.vocabulary().bytes(token).length;
    }

    /** The bytes that the tokens stand for in the middle of a text; special tokens stand for none. */
    public byte[] decodeBytes(int... text) {
        int count = 0;
        for (int token : text) {
            count = Math.addExact(count, byteCount(token));
        }
        byte[] bytes = new byte[count];
        int at = 0;
        for (int token : text) {
            int length = byteCount(token);
            System.arraycopy(setup.vocabulary().bytes(token), 0, bytes, at, length);
            at += length;
        }
        return bytes;
    }

    /** The text that the tokens stand for; bytes that are no character become U+FFFD, special tokens stand for none. */
    public String decode(int... text) {
        return decode(text, false);
    }

    /** The same with special tokens as they are written. */
    public String decodeWithSpecials(int... text) {
        return decode(text, true);
    }

    /** Text as tokens come, without special tokens. */
    public StreamDecoder stream() {
        return new StreamDecoder(setup.vocabulary(), false, false);
    }

    private String decode(int[] tokens, boolean showSpecials) {
        StreamDecoder decoder = new StreamDecoder(setup.vocabulary(), showSpecials, true);
        for (int token : tokens) {
            decoder.accept(token);
        }
        return decoder.end();
    }

    Setup setup() {
        return setup;
    }

    /** The same with other tokens at the ends, where they are given. */
    Tokenizer withEnds(OptionalInt newBeginning, OptionalInt newEnd) {
        return new Tokenizer(setup, newBeginning.isPresent() ? newBeginning : beginning,
            newEnd.isPresent() ? newEnd : end);
    }

    /** The same with the tokens at its ends put around a text. */
    Tokenizer withAround(boolean addBeginning, boolean addEnd) {
        Around around = new Around(addBeginning ? beginning.stream().toArray() : new int[0],
            addEnd ? end.stream().toArray() : new int[0]);
        return new Tokenizer(setup.with(around), beginning, end);
    }

    private static byte[] concat(byte[] left, byte[] right) {
        byte[] joined = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, joined, left.length, right.length);
        return joined;
    }
}
