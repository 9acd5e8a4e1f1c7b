package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code added_tokens} of tokenizer.json. */
final class AddedTokensReader {

    /** A token longer than this is no token; the time that text takes grows with the longest. */
    static final int LONGEST = 1024;

    private AddedTokensReader() {
    }

    /**
     * In the file's order. An id is the vocabulary's where it has the token, else the next one, as the library counts.
     */
    static List<AddedToken> read(JsonNode added, Map<String, Integer> ids) {
        expect(added.isArray() || added.isNull() || added.isMissingNode(), "added_tokens must be an array");
        List<AddedToken> tokens = new ArrayList<>();
        Set<String> known = new HashSet<>();
        int next = ids.size();
        for (JsonNode node : added) {
            String content = node.path("content").asText();
            expect(node.path("content").isTextual() && node.path("id").isInt(),
                "an added token must have a content and an id, is %s", node);
            expect(!content.isEmpty() && content.length() <= LONGEST,
                "the added token \"%s\" must have 1 to %s characters", content, LONGEST);
            expect(known.add(content), "the added token \"%s\" stands twice", content);
            int id = node.path("id").intValue();
            int own = ids.getOrDefault(content, next);
            expect(id == own, "the added token \"%s\" has the id %s where %s is its place", content, id, own);
            next = ids.containsKey(content) ? Math.max(next, own + 1) : next + 1;
            boolean special = node.path("special").asBoolean();
            tokens.add(new AddedToken(id, content, special, node.path("single_word").asBoolean(),
                node.path("lstrip").asBoolean(), node.path("rstrip").asBoolean(),
                node.path("normalized").asBoolean(!special)));
        }
        return tokens;
    }

    static AddedTokens raw(List<AddedToken> added) {
        List<AddedToken> raw = added.stream().filter(token -> !token.normalized()).toList();
        return new AddedTokens(raw, raw.stream().map(AddedToken::content).toList());
    }

    /** Those looked for in normalised text are looked for as the normaliser leaves them. */
    static AddedTokens normalized(List<AddedToken> added, Normalizer normalizer) {
        List<AddedToken> normalized = new ArrayList<>();
        List<String> spellings = new ArrayList<>();
        for (AddedToken token : added) {
            String spelling = token.normalized() ? normalizer.apply(token.content()) : "";
            if (!spelling.isEmpty()) {
                normalized.add(token);
                spellings.add(spelling);
            }
        }
        return new AddedTokens(normalized, spellings);
    }
}
