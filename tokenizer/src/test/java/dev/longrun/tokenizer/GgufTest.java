package dev.longrun.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The same vocabularies as GGUF metadata must give what the families' own files give. */
class GgufTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Path family(String name) throws URISyntaxException {
        return Path.of(GgufTest.class.getResource("/oracle/" + name).toURI());
    }

    private static List<String> strings() throws IOException, URISyntaxException {
        List<String> strings = new ArrayList<>();
        JSON.readTree(family("strings.json").toFile()).forEach(text -> strings.add(text.asText()));
        return strings;
    }

    /** What a converter makes of tokenizer.json. */
    private static Map<String, Object> metadata(String name, String pre) throws IOException, URISyntaxException {
        JsonNode root = JSON.readTree(family(name).resolve("tokenizer.json").toFile());
        Tokenizer tokenizer = Tokenizer.open(family(name));
        String[] tokens = new String[tokenizer.vocabulary()];
        int[] types = new int[tokens.length];
        Arrays.setAll(tokens, tokenizer::written);
        Arrays.setAll(types, id -> tokenizer.isSpecial(id) ? 3 : 1);
        root.path("added_tokens").forEach(token -> types[token.path("id").asInt()] =
            token.path("special").asBoolean() ? 3 : 4);
        List<String> merges = new ArrayList<>();
        root.at("/model/merges").forEach(merge -> merges.add(merge.isArray()
            ? merge.get(0).asText() + " " + merge.get(1).asText() : merge.asText()));
        Map<String, Object> metadata = new HashMap<>(Map.of("tokenizer.ggml.model", "gpt2", "tokenizer.ggml.pre", pre,
            "tokenizer.ggml.tokens", tokens, "tokenizer.ggml.token_type", types, "tokenizer.ggml.merges", merges));
        tokenizer.id("<|begin|>").ifPresent(id -> metadata.put("tokenizer.ggml.bos_token_id", (long) id));
        return metadata;
    }

    private static void same(Tokenizer expected, Tokenizer tokenizer) throws IOException, URISyntaxException {
        for (String text : strings()) {
            for (Specials specials : Specials.values()) {
                int[] ids = expected.encode(text, specials);
                assertArrayEquals(ids, tokenizer.encode(text, specials), () -> specials + " of " + text);
                // The unknown piece is shown by each in its own way.
                if (!text.contains("<unk>")) {
                    assertEquals(expected.decode(ids), tokenizer.decode(ids));
                }
            }
        }
    }

    @Test
    void byteLevelGivesTheSameTokens() throws IOException, URISyntaxException {
        for (String[] pair : new String[][] {{"gpt2", "gpt-2"}, {"llama3", "llama-bpe"}, {"o200k", "gpt-4o"}}) {
            same(Tokenizer.open(family(pair[0])), Tokenizer.gguf(GgufVocabulary.of(metadata(pair[0], pair[1]))));
        }
    }

    /** A SentencePiece model without normalisation, as converters write it. */
    @Test
    void sentencePiecesGiveTheSameTokens() throws IOException, URISyntaxException {
        Proto proto = new Proto(Files.readAllBytes(family("sp-bpe-bytes").resolve("tokenizer.model")));
        List<String> tokens = new ArrayList<>();
        List<Float> scores = new ArrayList<>();
        List<Integer> types = new ArrayList<>();
        while (proto.next()) {
            if (proto.field() == 1) {
                Proto piece = proto.message();
                types.add(1);
                while (piece.next()) {
                    switch (piece.field()) {
                        case 1 -> tokens.add(piece.text());
                        case 2 -> scores.add(piece.single());
                        default -> types.set(types.size() - 1, piece.integer());
                    }
                }
            }
        }
        Tokenizer tokenizer = Tokenizer.gguf(GgufVocabulary.of(Map.of("tokenizer.ggml.model", "llama",
            "tokenizer.ggml.tokens", tokens, "tokenizer.ggml.scores", scores, "tokenizer.ggml.token_type", types,
            "tokenizer.ggml.bos_token_id", 1, "tokenizer.ggml.add_bos_token", false)));
        same(Tokenizer.open(family("sp-bpe-bytes")), tokenizer);
        assertEquals(1, tokenizer.beginningOfText().orElseThrow());
    }

    private static void refuses(Map<String, Object> metadata, String key, Object value, String said) {
        Map<String, Object> changed = new HashMap<>(metadata);
        changed.put("tokenizer.ggml." + key, value);
        TokenizerException error = assertThrows(TokenizerException.class,
            () -> Tokenizer.gguf(GgufVocabulary.of(changed)));
        assertTrue(error.getMessage().contains(said), error.getMessage());
    }

    @Test
    void refusesWhatItCannotUse() throws IOException, URISyntaxException {
        Map<String, Object> metadata = metadata("gpt2", "gpt-2");
        refuses(metadata, "model", "rwkv", "must be llama or gpt2, is \"rwkv\"");
        refuses(metadata, "pre", "other", "tokenizer.ggml.pre \"other\" is not supported");
        refuses(metadata, "tokens", List.of(), "tokenizer.ggml.tokens is missing");
        refuses(metadata, "tokens", 7, "tokenizer.ggml.tokens must be an array");
        refuses(metadata, "merges", List.of(), "tokenizer.ggml.merges is missing");
        refuses(metadata, "merges", List.of("a"), "merge 0, \"a\", is not of two tokens");
        refuses(metadata, "token_type", new int[3], "tokens have 3 types");
        refuses(metadata, "bos_token_id", -1, "ids must be 0 to");
        refuses(metadata, "add_bos_token", "yes", "must be true or false");
    }
}
