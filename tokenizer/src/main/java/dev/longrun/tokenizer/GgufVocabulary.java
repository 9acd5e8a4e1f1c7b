package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a GGUF file says of its tokenizer under {@code tokenizer.ggml.} (ggml's docs/gguf.md).
 *
 * @param model {@code llama} (SentencePiece's BPE) or {@code gpt2} (byte-level BPE)
 * @param pre how byte-level BPE cuts text; empty for the other
 * @param tokens the tokens by id
 * @param scores their scores; empty where there are none
 * @param types their types (1 normal, 2 unknown, 3 control, 4 user's, 5 unused, 6 byte); empty where there are none
 * @param merges pairs with a space between; empty where there are none
 * @param beginning the token that begins a text
 * @param end the token that ends one
 * @param endOfTurn the token that ends a turn of a talk
 * @param addBeginning whether a text begins with its token
 * @param addEnd whether a text ends with its token
 * @param addPrefix whether a space is put before a text
 * @param chatTemplate the chat template
 */
public record GgufVocabulary(String model, String pre, List<String> tokens, float[] scores, int[] types,
    List<String> merges, OptionalInt beginning, OptionalInt end, OptionalInt endOfTurn, Optional<Boolean> addBeginning,
    Optional<Boolean> addEnd, Optional<Boolean> addPrefix, Optional<String> chatTemplate) {

    private static final String PREFIX = "tokenizer.ggml.";

    /**
     * From a file's metadata by key: texts as String, numbers as Number, yes and no as Boolean, rows as List or as
     * array. Keys that are no tokenizer's are not looked at.
     *
     * @throws TokenizerException if a value is not of its kind
     */
    public static GgufVocabulary of(Map<String, ?> metadata) {
        List<String> tokens = texts(metadata, "tokens");
        expect(!tokens.isEmpty(), "%stokens is missing", PREFIX);
        List<?> scores = row(metadata, "scores");
        List<?> types = row(metadata, "token_type");
        expect(scores.isEmpty() || scores.size() == tokens.size(), "%s tokens have %s scores", tokens.size(),
            scores.size());
        expect(types.isEmpty() || types.size() == tokens.size(), "%s tokens have %s types", tokens.size(),
            types.size());
        float[] score = new float[scores.size()];
        for (int i = 0; i < score.length; i++) {
            score[i] = number(scores.get(i), "scores").floatValue();
        }
        int[] type = new int[types.size()];
        for (int i = 0; i < type.length; i++) {
            type[i] = number(types.get(i), "token_type").intValue();
        }
        return new GgufVocabulary(text(metadata, PREFIX + "model").orElse(""),
            text(metadata, PREFIX + "pre").orElse(""), tokens, score, type, texts(metadata, "merges"),
            id(metadata, "bos_token_id", tokens.size()),
            id(metadata, "eos_token_id", tokens.size()), id(metadata, "eot_token_id", tokens.size()),
            flag(metadata, "add_bos_token"), flag(metadata, "add_eos_token"), flag(metadata, "add_space_prefix"),
            text(metadata, "tokenizer.chat_template"));
    }

    private static Optional<String> text(Map<String, ?> metadata, String key) {
        Object value = metadata.get(key);
        expect(value == null || value instanceof String, "%s must be text", key);
        return Optional.ofNullable((String) value);
    }

    private static Optional<Boolean> flag(Map<String, ?> metadata, String key) {
        Object value = metadata.get(PREFIX + key);
        expect(value == null || value instanceof Boolean, "%s%s must be true or false", PREFIX, key);
        return Optional.ofNullable((Boolean) value);
    }

    private static OptionalInt id(Map<String, ?> metadata, String key, int tokens) {
        Object value = metadata.get(PREFIX + key);
        if (value == null) {
            return OptionalInt.empty();
        }
        long id = number(value, key).longValue();
        expect(id >= 0 && id < tokens, "%s%s is %s; ids must be 0 to %s", PREFIX, key, id, tokens - 1);
        return OptionalInt.of((int) id);
    }

    private static Number number(Object value, String key) {
        expect(value instanceof Number, "%s%s must be numbers", PREFIX, key);
        return (Number) value;
    }

    private static List<String> texts(Map<String, ?> metadata, String key) {
        List<?> row = row(metadata, key);
        row.forEach(value -> expect(value instanceof String, "%s%s must be texts", PREFIX, key));
        return row.stream().map(String.class::cast).toList();
    }

    private static List<?> row(Map<String, ?> metadata, String key) {
        Object value = metadata.get(PREFIX + key);
        if (value == null || value instanceof List<?>) {
            return value == null ? List.of() : (List<?>) value;
        }
        expect(value.getClass().isArray(), "%s%s must be an array", PREFIX, key);
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < Array.getLength(value); i++) {
            row.add(Array.get(value, i));
        }
        return row;
    }
}
