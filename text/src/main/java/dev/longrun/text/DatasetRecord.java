package dev.longrun.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * dataset.json, written last: what the folder holds, so that a whole one can be told from a broken one.
 *
 * @param format of the folder; another one is built anew
 * @param tokenBytes size of a token in the shards, little-endian
 * @param javaVersion of the JDK that built it
 */
record DatasetRecord(int format, String fingerprint, DatasetSpec spec, DatasetFacts facts, int tokenBytes,
    String javaVersion, List<Content> files) {

    static final int FORMAT = 1;
    static final String NAME = "dataset.json";
    static final String TOKENIZER = "tokenizer.json";
    static final String TRAIN = "train.tokens";
    static final String VALIDATION = "validation.tokens";

    private static final ObjectMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** One file of the folder. */
    record Content(String name, long bytes, String sha256) {
    }

    static List<Content> contents(Path folder) throws IOException {
        List<Content> contents = new ArrayList<>();
        for (String name : List.of(TOKENIZER, TRAIN, VALIDATION)) {
            contents.add(new Content(name, Files.size(folder.resolve(name)), sha256(folder.resolve(name))));
        }
        return contents;
    }

    void write(Path folder) throws IOException {
        Files.write(folder.resolve(NAME), JSON.writeValueAsBytes(this));
    }

    /** Throws TextException when the folder is no whole dataset of this format; sizes are checked, not contents. */
    static DatasetRecord read(Path folder) {
        Path file = folder.resolve(NAME);
        try {
            DatasetRecord found = JSON.readValue(Files.readAllBytes(file), DatasetRecord.class);
            if (found == null || found.format != FORMAT || found.files == null || found.facts == null
                || found.spec == null || found.fingerprint == null) {
                throw new TextException(file + ": not a dataset of format " + FORMAT);
            }
            for (String name : List.of(TOKENIZER, TRAIN, VALIDATION)) {
                found.checkSize(folder, name);
            }
            return found;
        } catch (JsonProcessingException e) {
            throw new TextException(file + ": damaged: "
                + e.getOriginalMessage().lines().findFirst().orElse("not valid JSON"), e);
        } catch (IOException e) {
            throw new TextException(folder + ": not a whole dataset: " + TextException.reason(e), e);
        }
    }

    /** Throws TextException naming the first file whose bytes are not those that were written. */
    void verify(Path folder) {
        try {
            for (Content content : files) {
                if (!sha256(folder.resolve(content.name)).equals(content.sha256)) {
                    throw new TextException(folder.resolve(content.name)
                        + ": damaged: its SHA-256 is not the one in " + NAME);
                }
            }
        } catch (IOException e) {
            throw new TextException(folder + ": cannot be read: " + TextException.reason(e), e);
        }
    }

    private void checkSize(Path folder, String name) throws IOException {
        long bytes = files.stream().filter(file -> file.name.equals(name)).mapToLong(Content::bytes).findFirst()
            .orElse(-1);
        long there = Files.size(folder.resolve(name));
        if (there != bytes) {
            throw new TextException(folder.resolve(name) + ": damaged: " + there + " bytes where " + NAME + " has "
                + bytes);
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest sha = Hash.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(sha.digest());
    }
}
