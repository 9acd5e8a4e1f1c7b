package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Reads tokenizer.json and believes nothing in it: every id, byte and merge is checked before it is used. */
final class TokenizerReader {

    private TokenizerReader() {
    }

    static Tokenizer read(JsonNode root) {
        expect(root.isObject(), "it holds no JSON object");
        JsonNode model = root.path("model");
        Map<String, Integer> ids = ModelReader.vocabulary(model);
        List<AddedToken> added = AddedTokensReader.read(root.path("added_tokens"), ids);
        Normalizer normalizer = NormalizerReader.read(root.path("normalizer"));
        CuttingReader cutting = CuttingReader.read(root.path("pre_tokenizer"));
        Decoding decoding = DecodingReader.read(root.path("decoder"));
        Vocabulary vocabulary = vocabulary(ids, added, decoding);
        Around around = AroundReader.read(root.path("post_processor"), vocabulary);
        Model read = ModelReader.read(model, ids, cutting);
        Setup setup = new Setup(AddedTokensReader.raw(added), normalizer,
            AddedTokensReader.normalized(added, normalizer), cutting.steps(), read, around,
            vocabulary, cutting.bytes());
        return new Tokenizer(setup, OptionalInt.empty(), vocabulary.id(Tokenizer.END_OF_TEXT));
    }

    private static Vocabulary vocabulary(Map<String, Integer> ids, List<AddedToken> added, Decoding decoding) {
        Map<Integer, String> texts = new HashMap<>();
        ids.forEach((text, id) -> {
            String other = texts.put(id, text);
            expect(other == null, "two tokens have the id %s, \"%s\" and \"%s\"", id, other, text);
        });
        BitSet special = new BitSet();
        for (AddedToken token : added) {
            texts.put(token.id(), token.content());
            special.set(token.id(), token.special());
        }
        int highest = texts.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
        String[] byId = new String[highest + 1];
        texts.forEach((id, text) -> byId[id] = text);
        return new Vocabulary(byId, special, decoding);
    }
}
