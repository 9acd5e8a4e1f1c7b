package dev.longrun.cli;

import dev.longrun.tokenizer.GgufVocabulary;
import dev.longrun.tokenizer.Tokenizer;
import dev.longrun.tokenizer.TokenizerException;
import dev.longrun.weights.GgufFile;
import dev.longrun.weights.GgufValue;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The tokenizer that a GGUF file carries: the file's reader and the tokenizer's know nothing of each other. */
final class GgufTokenizer {

    private GgufTokenizer() {
    }

    /** Throws WeightsException or TokenizerException, one line that names the file, if none can be read. */
    static Tokenizer of(Path gguf) {
        try (GgufFile file = GgufFile.open(gguf)) {
            Map<String, Object> plain = new HashMap<>();
            file.metadata().forEach((key, value) -> {
                if (key.startsWith("tokenizer.")) {
                    plain.put(key, plain(value));
                }
            });
            return Tokenizer.gguf(GgufVocabulary.of(plain));
        } catch (TokenizerException e) {
            throw new TokenizerException(gguf + ": " + e.getMessage(), e);
        }
    }

    private static Object plain(GgufValue value) {
        return switch (value) {
            case GgufValue.Whole whole -> whole.value();
            case GgufValue.Real real -> real.value();
            case GgufValue.Flag flag -> flag.value();
            case GgufValue.Text text -> text.value();
            case GgufValue.Array row when !row.texts().isEmpty() -> row.texts();
            case GgufValue.Array row -> row.numbers();
        };
    }
}
