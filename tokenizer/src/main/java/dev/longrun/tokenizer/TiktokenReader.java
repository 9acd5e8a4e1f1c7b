package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads Grok-2's tokenizer.tok.json: bytes and ids, which are the ranks too; a piece that is a token is taken whole.
 * The layout is that of SGLang's tiktoken_tokenizer.py.
 */
final class TiktokenReader {

    private static final String END = "<|eos|>";

    private TiktokenReader() {
    }

    static Tokenizer read(JsonNode root) {
        JsonNode regular = root.path("regular_tokens");
        JsonNode specials = root.path("special_tokens");
        expect(regular.isArray() && !regular.isEmpty(), "regular_tokens must be an array with something in it");
        expect(specials.isArray() || specials.isMissingNode(), "special_tokens must be an array");
        expect("V1".equals(root.path("word_split").asText()), "word_split must be V1, is %s", root.path("word_split"));
        int count = regular.size() + specials.size();
        String[] texts = new String[count];
        TokenIndex index = new TokenIndex();
        byte[][] bytes = new byte[count][];
        for (JsonNode token : regular) {
            int id = id(token, texts);
            bytes[id] = bytes(token);
            expect(index.add(bytes[id], id), "the bytes of token %s are none or those of another", id);
            texts[id] = ByteLetters.write(bytes[id]);
        }
        BitSet special = new BitSet();
        List<AddedToken> added = new ArrayList<>();
        for (JsonNode token : specials) {
            int id = id(token, texts);
            byte[] name = bytes(token);
            expect(name.length > 0 && Utf8.valid(name, 0, name.length), "the special token %s has no text", id);
            texts[id] = new String(name, StandardCharsets.UTF_8);
            added.add(AddedToken.plain(id, texts[id], true));
            special.set(id);
        }
        Cutting cutting = cutting(root.path("pat_str"));
        Model model = new BytePairs(new Alphabet.Bytes(single(index)), merges(bytes, index), cutting.cuts, index);
        Vocabulary vocabulary = new Vocabulary(texts, special, Decoding.BYTE_LEVEL);
        Setup setup = new Setup(new AddedTokens(added, added.stream().map(AddedToken::content).toList()),
            Normalizer.NONE, AddedTokens.NONE, cutting.steps, model, Around.NOTHING, vocabulary,
            true);
        return new Tokenizer(setup, OptionalInt.empty(), vocabulary.id(END));
    }

    private record Cutting(List<PreTokenizer> steps, Cuts cuts) { }

    private static Cutting cutting(JsonNode pattern) {
        if (!pattern.isTextual()) {
            return new Cutting(List.of(), new Pieces(1));
        }
        Cuts scanner = Cuts.byPattern(pattern.asText());
        return scanner != null ? new Cutting(List.of(), scanner) : new Cutting(List.of(new PreTokenizer.Split(
            Finder.inverted(Finder.pattern(Onig.compile(pattern.asText()))), Behavior.REMOVED)), Cuts.NONE);
    }

    private static int id(JsonNode token, String[] texts) {
        JsonNode id = token.path("token");
        expect(id.isInt() && id.intValue() >= 0 && id.intValue() < texts.length,
            "a token has the id %s; ids must be 0 to %s", id, texts.length - 1);
        expect(texts[id.intValue()] == null, "two tokens have the id %s", id);
        return id.intValue();
    }

    private static byte[] bytes(JsonNode token) {
        JsonNode values = token.path("bytes");
        expect(values.isArray() && values.size() <= AddedTokensReader.LONGEST,
            "a token's bytes must be an array of at most %s", AddedTokensReader.LONGEST);
        byte[] bytes = new byte[values.size()];
        for (int i = 0; i < bytes.length; i++) {
            JsonNode value = values.get(i);
            expect(value.isInt() && value.intValue() >= 0 && value.intValue() < 256, "a byte is %s", value);
            bytes[i] = (byte) value.intValue();
        }
        return bytes;
    }

    private static int[] single(TokenIndex index) {
        int[] single = new int[256];
        for (int b = 0; b < 256; b++) {
            single[b] = index.id(new byte[] {(byte) b}, 0, 1);
            expect(single[b] >= 0, "the byte %s has no token", b);
        }
        return single;
    }

    private static MergeTable merges(byte[][] bytes, TokenIndex index) {
        MergesOfPieces merges = new MergesOfPieces();
        for (int id = 0; id < bytes.length; id++) {
            if (bytes[id] != null) {
                merges.add(bytes[id], id, id, index);
            }
        }
        return merges.table();
    }
}
