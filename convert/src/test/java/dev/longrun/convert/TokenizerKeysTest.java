package dev.longrun.convert;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longrun.weights.Gguf;
import dev.longrun.weights.GgufFile;
import dev.longrun.weights.GgufValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerKeysTest {

    @TempDir
    Path folder;

    @Test
    void byteLevelMergesGoThereAndBack() throws IOException {
        String json = """
            {"added_tokens": [{"id": 3, "content": "<|endoftext|>", "special": true}],
             "pre_tokenizer": {"type": "ByteLevel"},
             "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": [["a", "b"]]}}""";
        Files.writeString(folder.resolve("tokenizer.json"), json);
        Map<String, GgufValue> keys = TokenizerKeys.of(folder, 5);
        assertEquals(GgufValue.of("gpt2"), keys.get("tokenizer.ggml.model"));
        assertEquals(GgufValue.of("gpt-2"), keys.get("tokenizer.ggml.pre"));
        assertEquals(GgufValue.of(3), keys.get("tokenizer.ggml.eos_token_id"));
        assertEquals(List.of("a", "b", "ab", "<|endoftext|>", "[PAD4]"),
            ((GgufValue.Array) keys.get("tokenizer.ggml.tokens")).texts());
        assertArrayEquals(new double[] {1, 1, 1, 3, 5},
            ((GgufValue.Array) keys.get("tokenizer.ggml.token_type")).numbers());
        keys.remove(TokenizerKeys.WHOLE);
        Gguf.write(folder.resolve("t.gguf"), keys, List.of());
        try (GgufFile file = GgufFile.open(folder.resolve("t.gguf"))) {
            JsonNode made = JsonMapper.builder().build().readTree(TokenizerFiles.of(file).get("tokenizer.json"));
            assertEquals("a b", made.path("model").path("merges").path(0).asText());
            assertEquals(2, made.path("model").path("vocab").path("ab").asInt());
            assertEquals(3, made.path("model").path("vocab").size());
            assertEquals(3, made.path("added_tokens").path(0).path("id").asInt());
            assertTrue(made.path("pre_tokenizer").toString().contains("p{L}"));
        }
    }

    @Test
    void piecesGoThereAndBack() throws IOException {
        List<SentencePieces.Piece> pieces = List.of(new SentencePieces.Piece("<unk>", 0, 2),
            new SentencePieces.Piece("<0x41>", 0, 6), new SentencePieces.Piece("▁the", -1.5, 1));
        Files.write(folder.resolve("tokenizer.model"), SentencePieces.write(pieces, true));
        assertEquals(pieces, SentencePieces.read(Files.readAllBytes(folder.resolve("tokenizer.model"))));
        Map<String, GgufValue> keys = TokenizerKeys.of(folder, 3);
        assertEquals(GgufValue.of("llama"), keys.get("tokenizer.ggml.model"));
        Gguf.write(folder.resolve("t.gguf"), keys, List.of());
        try (GgufFile file = GgufFile.open(folder.resolve("t.gguf"))) {
            assertArrayEquals(SentencePieces.write(pieces, true), TokenizerFiles.of(file).get("tokenizer.model"));
        }
    }
}
