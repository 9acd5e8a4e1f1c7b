package dev.longrun.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longrun.weights.GgufFile;
import dev.longrun.weights.GgufValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What kind of tokenizer lies beside the weights, in words. */
final class TokenizerKind {

    private static final long MOST_BYTES = 200_000_000;

    private TokenizerKind() {
    }

    static String of(GgufFile file) {
        long tokens = file.metadata().get(TokenizerKeys.PREFIX + "tokens") instanceof GgufValue.Array array
            ? array.length() : 0;
        return file.text(TokenizerKeys.PREFIX + "model").map(kind -> switch (kind) {
            case "gpt2" -> "byte-level BPE (" + file.text(TokenizerKeys.PREFIX + "pre").orElse("default") + ")";
            case "llama" -> "SentencePiece";
            default -> kind;
        } + ", " + tokens + " tokens").orElse("none");
    }

    static String of(Path folder) {
        Path json = folder.resolve("tokenizer.json");
        try {
            if (Files.isRegularFile(json) && Files.size(json) <= MOST_BYTES) {
                JsonNode whole = JsonMapper.builder().build().readTree(json.toFile());
                JsonNode model = whole.path("model");
                boolean bytes = whole.path("pre_tokenizer").toString().contains("ByteLevel");
                return (bytes ? "byte-level " : "") + model.path("type").asText("unknown") + ", "
                    + (model.path("vocab").size() + whole.path("added_tokens").size()) + " tokens";
            }
        } catch (IOException unreadable) {
            return "tokenizer.json that cannot be read";
        }
        return Files.isRegularFile(folder.resolve("tokenizer.model")) ? "SentencePiece" : "none";
    }
}
