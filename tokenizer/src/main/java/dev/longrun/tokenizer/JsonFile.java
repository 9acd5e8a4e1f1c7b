package dev.longrun.tokenizer;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;

/** Files of tokenizers, none of which is believed. */
final class JsonFile {

    /** A vocabulary of a million tokens takes about 60 MB. */
    private static final long LARGEST_FILE = 256L << 20;

    private static final ObjectMapper JSON = JsonMapper.builder(new JsonFactoryBuilder()
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).build()).build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private JsonFile() {
    }

    /** What {@code reader} makes of a JSON file; what it throws is said with the file's name. */
    static <T> T read(Path file, Function<JsonNode, T> reader) {
        return readBytes(file, bytes -> {
            try {
                return reader.apply(JSON.readTree(bytes));
            } catch (JsonProcessingException e) {
                throw new TokenizerException("not valid JSON: " + TokenizerException.shown(e.getOriginalMessage()), e);
            } catch (IOException e) {
                throw new IllegalStateException("bytes in memory can be read", e);
            }
        });
    }

    /** The same of any file. */
    static <T> T readBytes(Path file, Function<byte[], T> reader) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new TokenizerException("larger than " + (LARGEST_FILE >> 20) + " MB");
            }
            return reader.apply(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new TokenizerException(file + ": cannot be read: " + reason(e), e);
        } catch (TokenizerException e) {
            throw new TokenizerException(file + ": not a tokenizer that can be used here: " + e.getMessage(), e);
        }
    }

    /** What went wrong in a few words, for exceptions of the JDK whose message is only a file name or is missing. */
    static String reason(IOException error) {
        return switch (error) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException _ -> "no such file";
            default -> error.getMessage() == null
                ? error.getClass().getSimpleName() : error.getMessage().lines().findFirst().orElse("");
        };
    }
}
