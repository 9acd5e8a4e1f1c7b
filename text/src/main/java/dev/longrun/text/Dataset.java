package dev.longrun.text;

import dev.longrun.tensor.ThreadTeam;
import dev.longrun.tokenizer.Tokenizer;
import dev.longrun.tokenizer.TokenizerException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A corpus made ready for training: a folder with tokenizer.json, train.tokens, validation.tokens and dataset.json. The
 * separator stands before each document, so every raw byte of the validation text is predicted once.
 */
public final class Dataset implements AutoCloseable {

    private final Path folder;
    private final DatasetRecord description;
    private final Tokenizer tokenizer;
    private final Arena arena;
    private final Tokens train;
    private final Tokens validation;

    private Dataset(Path folder, DatasetRecord description, Tokenizer tokenizer, Arena arena) throws IOException {
        this.folder = folder;
        this.description = description;
        this.tokenizer = tokenizer;
        this.arena = arena;
        train = Tokens.open(folder.resolve(DatasetRecord.TRAIN), tokenizer.vocabulary(), arena);
        validation = Tokens.open(folder.resolve(DatasetRecord.VALIDATION), tokenizer.vocabulary(), arena);
    }

    /**
     * Opens the dataset of these sources in {@code cacheFolder}, building it first where there is none or a broken one.
     * Any number of threads and processes may ask for the same one at once.
     *
     * @throws TextException when the sources or the vocabulary are no good; nothing is left behind
     */
    public static Dataset prepare(DatasetSpec spec, Path cacheFolder, ThreadTeam team, Watcher watcher) {
        SourceList sources = SourceList.of(spec.sources());
        String fingerprint = Fingerprint.of(spec, sources.files());
        Path folder = cacheFolder.resolve(fingerprint);
        if (Files.exists(folder.resolve(DatasetRecord.NAME))) {
            try {
                return open(folder);
            } catch (TextException broken) {
                watcher.progress("Building the dataset again, for the one there is broken", 0);
            }
        }
        new DatasetBuilder(spec, sources, folder, team, watcher).build();
        return open(folder);
    }

    /** Opens the dataset in a folder; throws TextException when it is not whole. */
    public static Dataset open(Path folder) {
        DatasetRecord description = DatasetRecord.read(folder);
        Tokenizer tokenizer = tokenizer(folder.resolve(DatasetRecord.TOKENIZER));
        Arena arena = Arena.ofShared();
        try {
            Dataset dataset = new Dataset(folder, description, tokenizer, arena);
            DatasetFacts facts = description.facts();
            if (dataset.train.size() != facts.trainTokens() || dataset.validation.size() != facts.validationTokens()
                || tokenizer.vocabulary() != description.spec().vocabulary()) {
                throw new TextException(folder + ": damaged: its files do not belong together");
            }
            return dataset;
        } catch (IOException e) {
            arena.close();
            throw new TextException(folder + ": cannot be read: " + TextException.reason(e), e);
        } catch (TextException e) {
            arena.close();
            throw e;
        }
    }

    private static Tokenizer tokenizer(Path file) {
        try {
            Tokenizer tokenizer = Tokenizer.load(file);
            tokenizer.endOfText();
            return tokenizer;
        } catch (TokenizerException e) {
            throw new TextException(e.getMessage(), e);
        }
    }

    /** Compares the SHA-256 of every file with the one written down; throws TextException naming a damaged file. */
    public void verify() {
        description.verify(folder);
    }

    public Path folder() {
        return folder;
    }

    /** Names the choice and the state of the source files that this was built from. */
    public String fingerprint() {
        return description.fingerprint();
    }

    public DatasetSpec spec() {
        return description.spec();
    }

    public DatasetFacts facts() {
        return description.facts();
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    public Tokens train() {
        return train;
    }

    public Tokens validation() {
        return validation;
    }

    /** Unmaps the shards; their tokens cannot be read any more. */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
