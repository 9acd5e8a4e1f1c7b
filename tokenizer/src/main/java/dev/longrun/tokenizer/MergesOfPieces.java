package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Byte-pair encoding where a file gives pieces and no merges: two neighbours merge when together they are a piece, the
 * better piece first (SentencePiece's BPE by score, tiktoken's by id).
 */
final class MergesOfPieces {

    private final IntList lefts = new IntList();
    private final IntList rights = new IntList();
    private final IntList merged = new IntList();
    private final IntList ranks = new IntList();

    /** Every way in which text[0, end of text), a piece of this id and rank, comes of two others. */
    void add(byte[] text, int id, int rank, TokenIndex index) {
        for (int cut = 1; cut < text.length; cut++) {
            int left = index.id(text, 0, cut);
            int right = left < 0 ? -1 : index.id(text, cut, text.length);
            if (right >= 0) {
                lefts.add(left);
                rights.add(right);
                merged.add(id);
                ranks.add(rank);
            }
        }
    }

    MergeTable table() {
        return new MergeTable(lefts.copy(), rights.copy(), merged.copy(), ranks.copy());
    }

    /**
     * SentencePiece's BPE. Text is normalised; with {@code userDefined} such pieces are found in it before all else.
     */
    static Model of(SentencePieces pieces, boolean fallback, boolean userDefined) {
        TokenIndex index = new TokenIndex();
        int[] order = rankByScore(pieces);
        for (int id = 0; id < pieces.size(); id++) {
            if (mergeable(pieces.type(id))) {
                index.add(utf8(pieces.text(id)), id);
            }
        }
        int[] characters = characters(pieces, index);
        MergesOfPieces merges = new MergesOfPieces();
        IntList borderLefts = new IntList();
        IntList borderRights = new IntList();
        for (int id = 0; id < pieces.size(); id++) {
            if (mergeable(pieces.type(id))) {
                int before = merges.lefts.size();
                merges.add(utf8(pieces.text(id)), id, order[id], index);
                expect(pieces.type(id) != SentencePieces.UNUSED || merges.lefts.size() == before,
                    "the unused piece \"%s\" that merges would make is not supported", pieces.text(id));
                borders(pieces.text(id), borderLefts, borderRights);
            }
        }
        int[] bytes = fallback ? pieces.bytes() : new int[0];
        expect(bytes.length > 0 || pieces.unknown() >= 0, "neither an unknown piece nor bytes");
        PieceCharacters alphabet = PieceCharacters.of(characters, pieces.size(),
            userDefined ? pieces.trie(SentencePieces.USER_DEFINED) : new Trie(), bytes, pieces.unknown());
        Cuts cuts = new BorderCuts(borderLefts.copy(), borderRights.copy(),
            (left, right) -> bytes.length == 0 && !alphabet.known(left) && !alphabet.known(right));
        return new BytePairs(alphabet, merges.table(), cuts, TokenIndex.EMPTY);
    }

    private static boolean mergeable(int type) {
        return type == SentencePieces.NORMAL || type == SentencePieces.USER_DEFINED || type == SentencePieces.UNUSED;
    }

    /** Tokens by character. One that is no piece but stands in pieces gets an id past theirs, so that it may merge. */
    private static int[] characters(SentencePieces pieces, TokenIndex index) {
        int[] characters = new int[0];
        int next = pieces.size();
        for (int id = 0; id < pieces.size(); id++) {
            if (!mergeable(pieces.type(id))) {
                continue;
            }
            for (int c : pieces.text(id).codePoints().toArray()) {
                if (c >= characters.length) {
                    int old = characters.length;
                    characters = Arrays.copyOf(characters,
                        Math.max(c + 1, Math.min(old * 2, Character.MAX_CODE_POINT + 1)));
                    Arrays.fill(characters, old, characters.length, -1);
                }
                if (characters[c] < 0) {
                    byte[] text = utf8(Character.toString(c));
                    int known = index.id(text, 0, text.length);
                    characters[c] = known >= 0 ? known : next;
                    if (known < 0) {
                        index.add(text, next++);
                    }
                }
            }
        }
        return characters;
    }

    private static void borders(String text, IntList lefts, IntList rights) {
        int[] points = text.codePoints().toArray();
        for (int i = 0; i + 1 < points.length; i++) {
            lefts.add(points[i]);
            rights.add(points[i + 1]);
        }
    }

    private static int[] rankByScore(SentencePieces pieces) {
        List<Integer> ids = new ArrayList<>();
        for (int id = 0; id < pieces.size(); id++) {
            ids.add(id);
        }
        ids.sort((a, b) -> Float.compare(pieces.score(b), pieces.score(a)));
        Map<Float, Integer> ranks = new HashMap<>();
        int[] order = new int[ids.size()];
        for (int id : ids) {
            // Minus zero is zero.
            order[id] = ranks.computeIfAbsent(pieces.score(id) + 0f, score -> ranks.size());
        }
        return order;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
