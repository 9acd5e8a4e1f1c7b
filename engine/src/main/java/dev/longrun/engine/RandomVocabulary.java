package dev.longrun.engine;

import dev.longrun.weights.GgufValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A byte-level vocabulary of any size for a random model: bytes, then pairs of bytes, then those with a third. */
final class RandomVocabulary {

    private static final int BYTES = 256;

    private RandomVocabulary() {
    }

    static void put(Map<String, GgufValue> metadata, int size) {
        List<String> tokens = new ArrayList<>();
        List<String> merges = new ArrayList<>();
        for (int i = 0; i < Math.min(size, BYTES); i++) {
            tokens.add(letter(i));
        }
        for (int i = BYTES; i < size; i++) {
            int pair = i - BYTES;
            boolean third = pair >= BYTES * BYTES;
            String left = third ? tokens.get(BYTES + (pair - BYTES * BYTES) / BYTES) : letter(pair / BYTES);
            String right = letter(pair % BYTES);
            tokens.add(left + right);
            merges.add(left + " " + right);
        }
        metadata.put("tokenizer.ggml.model", GgufValue.of("gpt2"));
        metadata.put("tokenizer.ggml.pre", GgufValue.of("gpt-2"));
        metadata.put("tokenizer.ggml.tokens", GgufValue.ofTexts(tokens));
        metadata.put("tokenizer.ggml.token_type", GgufValue.ofWholes(Collections.nCopies(size, 1L)));
        metadata.put("tokenizer.ggml.merges", GgufValue.ofTexts(merges));
        metadata.put("tokenizer.ggml.bos_token_id", GgufValue.of(0));
        metadata.put("tokenizer.ggml.eos_token_id", GgufValue.of(0));
        metadata.put("tokenizer.ggml.add_bos_token", GgufValue.of(false));
    }

    /** The letter of a byte in GPT-2's alphabet. */
    private static String letter(int value) {
        boolean itself = value > 32 && value < 127 || value > 160 && value != 173;
        int others = value <= 32 ? value : value <= 160 ? value - 127 + 33 : 67;
        return Character.toString(itself ? value : BYTES + others);
    }
}
