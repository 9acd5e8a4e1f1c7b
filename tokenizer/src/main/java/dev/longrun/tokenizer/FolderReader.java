package dev.longrun.tokenizer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the tokenizer of a model's folder, whichever kind it is, and what its configuration says of the ends of text.
 */
final class FolderReader {

    private FolderReader() {
    }

    static Tokenizer read(Path folder) {
        TokenizerConfig config = TokenizerConfig.read(folder);
        Path json = folder.resolve("tokenizer.json");
        Path pieces = folder.resolve("tokenizer.model");
        Path tiktoken = folder.resolve("tokenizer.tok.json");
        if (Files.exists(json)) {
            return withEnds(Tokenizer.load(json), config);
        }
        if (Files.exists(pieces)) {
            return around(withEnds(Tokenizer.sentencePiece(pieces), config), config);
        }
        if (Files.exists(tiktoken)) {
            return withEnds(Tokenizer.tiktoken(tiktoken), config);
        }
        throw new TokenizerException(folder
            + ": has no tokenizer: neither tokenizer.json nor tokenizer.model nor tokenizer.tok.json");
    }

    private static Tokenizer withEnds(Tokenizer tokenizer, TokenizerConfig config) {
        return tokenizer.withEnds(id(tokenizer, config.beginning()), id(tokenizer, config.end()));
    }

    private static OptionalInt id(Tokenizer tokenizer, Optional<String> token) {
        return token.isPresent() ? tokenizer.id(token.get()) : OptionalInt.empty();
    }

    /** tokenizer.model says nothing of what is put around a text: the classes of Llama and Gemma put a beginning. */
    private static Tokenizer around(Tokenizer tokenizer, TokenizerConfig config) {
        boolean usual = config.kind().startsWith("Llama") || config.kind().startsWith("Gemma");
        return tokenizer.withAround(config.addBeginning().orElse(usual), config.addEnd().orElse(false));
    }
}
