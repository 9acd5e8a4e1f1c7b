package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The pieces of a SentencePiece model as they are read, whatever file they stand in. */
final class SentencePieces {

    static final int NORMAL = 1;
    static final int UNKNOWN = 2;
    static final int CONTROL = 3;
    static final int USER_DEFINED = 4;
    static final int UNUSED = 5;
    static final int BYTE = 6;

    private final List<String> texts = new ArrayList<>();
    private final List<Float> scores = new ArrayList<>();
    private final IntList types = new IntList();
    private final Map<String, Integer> ids = new HashMap<>();
    private int unknown = -1;

    void add(String text, float score, int type) {
        int id = texts.size();
        expect(!text.isEmpty(), "piece %s is empty", id);
        expect(type >= NORMAL && type <= BYTE, "piece %s is of type %s; types are 1 to 6", id, type);
        expect(Float.isFinite(score), "piece %s has the score %s", id, score);
        expect(text.length() <= AddedTokensReader.LONGEST, "piece %s has %s characters; %s at most", id, text.length(),
            AddedTokensReader.LONGEST);
        expect(ids.put(text, id) == null, "the piece \"%s\" stands twice", text);
        expect(type != BYTE || Decoding.namedByte(text) >= 0, "the byte piece %s is \"%s\"", id, text);
        unknown = type == UNKNOWN ? id : unknown;
        texts.add(text);
        scores.add(score);
        types.add(type);
    }

    int size() {
        return texts.size();
    }

    String text(int id) {
        return texts.get(id);
    }

    float score(int id) {
        return scores.get(id);
    }

    int type(int id) {
        return types.get(id);
    }

    /** The unknown piece, or -1. */
    int unknown() {
        return unknown;
    }

    /** The id of a piece of one of two types. */
    OptionalInt id(String text, int type) {
        Integer id = ids.get(text);
        return id != null && type(id) == type ? OptionalInt.of(id) : OptionalInt.empty();
    }

    /** The tokens of the 256 bytes; none when there are none. */
    int[] bytes() {
        int[] bytes = new int[256];
        int count = 0;
        for (int b = 0; b < 256; b++) {
            OptionalInt id = id(Decoding.byteName(b), BYTE);
            bytes[b] = id.orElse(-1);
            count += id.isPresent() ? 1 : 0;
        }
        expect(count == 0 || count == 256, "%s bytes have a piece; all 256 must or none", count);
        return count == 0 ? new int[0] : bytes;
    }

    /** Pieces of a type, as a prefix tree over their UTF-8. */
    Trie trie(int type) {
        Trie trie = new Trie();
        for (int id = 0; id < size(); id++) {
            if (type(id) == type) {
                trie.put(text(id).getBytes(StandardCharsets.UTF_8), id);
            }
        }
        return trie;
    }

    /** Control pieces and the unknown one as special tokens, and user-defined ones where they are found first too. */
    AddedTokens added(boolean userDefined) {
        List<AddedToken> added = new ArrayList<>();
        for (int id = 0; id < size(); id++) {
            boolean special = type(id) == CONTROL || type(id) == UNKNOWN;
            if (special || userDefined && type(id) == USER_DEFINED) {
                added.add(AddedToken.plain(id, text(id), special));
            }
        }
        return new AddedTokens(added, added.stream().map(AddedToken::content).toList());
    }

    /** The tokens; {@code unknownSurface} is what the unknown one stands for. */
    Vocabulary vocabulary(Decoding.First first, String unknownSurface) {
        BitSet special = new BitSet();
        for (int id = 0; id < size(); id++) {
            special.set(id, type(id) == CONTROL);
        }
        String unknownPiece = unknown < 0 ? "" : text(unknown);
        Decoding decoding = new Decoding(bytes().length > 0 ? Decoding.Bytes.NAMED : Decoding.Bytes.NONE,
            Decoding.Broken.EACH,
            text -> text.equals(unknownPiece) ? unknownSurface : text.replace(SentencePieceNormalizer.MARK, " "),
            SentencePieceNormalizer.MARK, first, "", 0, 0);
        return new Vocabulary(texts.toArray(String[]::new), special, decoding);
    }

    /** The unigram model of them. */
    Model unigram(boolean fallback) {
        float highest = Float.NEGATIVE_INFINITY;
        for (int id = 0; id < size(); id++) {
            highest = type(id) == NORMAL ? Math.max(highest, score(id)) : highest;
        }
        Unigram.Builder builder =
            new Unigram.Builder(size()).singlePrecision().fallback(fallback && bytes().length > 0);
        for (int id = 0; id < size(); id++) {
            switch (type(id)) {
                case NORMAL -> builder.piece(text(id), score(id));
                case USER_DEFINED -> builder.favoured(text(id), highest);
                default -> builder.outside(text(id));
            }
        }
        return (unknown < 0 ? builder : builder.unknown(unknown)).build();
    }
}
