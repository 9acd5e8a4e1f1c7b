package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The tokenizer of a GGUF file, as llama.cpp reads it: no normalisation but SentencePiece's marks for spaces. */
final class GgufReader {

    private GgufReader() {
    }

    static Tokenizer read(GgufVocabulary from) {
        return switch (from.model()) {
            case "llama" -> pieces(from);
            case "gpt2" -> byteLevel(from);
            default -> throw new TokenizerException("tokenizer.ggml.model must be llama or gpt2, is \""
                + TokenizerException.shown(from.model()) + "\"");
        };
    }

    private static Tokenizer pieces(GgufVocabulary from) {
        SentencePieces pieces = new SentencePieces();
        for (int id = 0; id < from.tokens().size(); id++) {
            pieces.add(from.tokens().get(id), from.scores().length == 0 ? 0 : from.scores()[id], type(from, id));
        }
        expect(from.scores().length > 0, "tokenizer.ggml.scores is missing");
        boolean prefix = from.addPrefix().orElse(true);
        Normalizer normalizer =
            new SentencePieceNormalizer(Optional.empty(), new Trie(), prefix, false, true, false);
        Model model = MergesOfPieces.of(pieces, true, false);
        Vocabulary vocabulary =
            pieces.vocabulary(prefix ? Decoding.First.WITHOUT_ONE : Decoding.First.KEPT, "\u2585");
        return tokenizer(from, new Setup(pieces.added(true), normalizer, AddedTokens.NONE, List.of(), model,
            around(from, true), vocabulary, false));
    }

    private static Tokenizer byteLevel(GgufVocabulary from) {
        Map<String, Integer> ids = new HashMap<>();
        BitSet special = new BitSet();
        List<AddedToken> added = new ArrayList<>();
        for (int id = 0; id < from.tokens().size(); id++) {
            String token = from.tokens().get(id);
            expect(ids.put(token, id) == null, "the token \"%s\" stands twice", token);
            boolean control = type(from, id) == SentencePieces.CONTROL || type(from, id) == SentencePieces.UNKNOWN;
            special.set(id, control);
            if (!token.isEmpty() && (control || type(from, id) == SentencePieces.USER_DEFINED)) {
                added.add(AddedToken.plain(id, token, control));
            }
        }
        int[] single = new int[256];
        for (int b = 0; b < 256; b++) {
            single[b] = ids.getOrDefault(ByteLetters.write(new byte[] {(byte) b}), -1);
        }
        GgufPre pre = GgufPre.of(from.pre());
        TokenIndex whole = new TokenIndex();
        if (pre.ignoresMerges()) {
            ids.forEach((token, id) -> Optional.ofNullable(ByteLetters.readOrNull(token))
                .ifPresent(bytes -> whole.add(bytes, id)));
        }
        Model model = new BytePairs(new Alphabet.Bytes(single), merges(from, ids), pre.cuts(), whole);
        Vocabulary vocabulary =
            new Vocabulary(from.tokens().toArray(String[]::new), special, Decoding.BYTE_LEVEL);
        AddedTokens raw = new AddedTokens(added, added.stream().map(AddedToken::content).toList());
        return tokenizer(from, new Setup(raw, Normalizer.NONE, AddedTokens.NONE, pre.steps(), model,
            around(from, pre.addsBeginning()), vocabulary, true));
    }

    private static MergeTable merges(GgufVocabulary from, Map<String, Integer> ids) {
        int count = from.merges().size();
        expect(count > 0, "tokenizer.ggml.merges is missing");
        int[] lefts = new int[count];
        int[] rights = new int[count];
        int[] merged = new int[count];
        for (int i = 0; i < count; i++) {
            String[] pair = from.merges().get(i).split(" ", -1);
            Integer left = pair.length == 2 ? ids.get(pair[0]) : null;
            Integer right = pair.length == 2 ? ids.get(pair[1]) : null;
            Integer both = pair.length == 2 ? ids.get(pair[0] + pair[1]) : null;
            expect(left != null && right != null && both != null, "merge %s, \"%s\", is not of two tokens", i,
                from.merges().get(i));
            lefts[i] = left;
            rights[i] = right;
            merged[i] = both;
        }
        return new MergeTable(lefts, rights, merged);
    }

    private static int type(GgufVocabulary from, int id) {
        return from.types().length == 0 ? SentencePieces.NORMAL : from.types()[id];
    }

    private static Tokenizer tokenizer(GgufVocabulary from, Setup setup) {
        return new Tokenizer(setup, from.beginning(), from.end());
    }

    private static Around around(GgufVocabulary from, boolean beginningOtherwise) {
        return new Around(token(from.beginning(), from.addBeginning().orElse(beginningOtherwise)),
            token(from.end(), from.addEnd().orElse(false)));
    }

    private static int[] token(OptionalInt token, boolean wanted) {
        return wanted && token.isPresent() ? new int[] {token.getAsInt()} : new int[0];
    }
}
