package dev.longrun.text;

import dev.longrun.tensor.ThreadTeam;
import dev.longrun.tokenizer.PieceTable;
import dev.longrun.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;

/** Builds a dataset under a name of its own beside its place and renames it when it is whole. */
final class DatasetBuilder {

    private static final String UNFINISHED = ".unfinished-";

    private final DatasetSpec spec;
    private final SourceList sources;
    private final Path folder;
    private final ThreadTeam team;
    private final Watcher watcher;

    DatasetBuilder(DatasetSpec spec, SourceList sources, Path folder, ThreadTeam team, Watcher watcher) {
        this.spec = spec;
        this.sources = sources;
        this.folder = folder;
        this.team = team;
        this.watcher = watcher;
    }

    /** Leaves a whole dataset in the folder, this one or one that another process was faster with. */
    void build() {
        Path cache = folder.toAbsolutePath().getParent();
        NewFolders created = NewFolders.create(cache);
        try (BuildLock lock = BuildLock.take(cache.resolve(folder.getFileName() + ".lock"), watcher)) {
            if (lock.held()) {
                // What a process that was killed left behind: nobody else is at work here.
                Folders.deleteBeginning(cache, folder.getFileName() + UNFINISHED);
            }
            if (!whole()) {
                build(cache);
            }
        } catch (IOException e) {
            throw new TextException(folder + ": cannot be built: " + TextException.reason(e), e);
        } finally {
            created.removeEmpty();
        }
    }

    private boolean whole() {
        try {
            Dataset.open(folder).close();
            return true;
        } catch (TextException e) {
            return false;
        }
    }

    private void build(Path cache) throws IOException {
        Path temporary = Files.createDirectory(cache.resolve(folder.getFileName() + UNFINISHED + UUID.randomUUID()));
        try {
            write(temporary);
            Folders.delete(folder);
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!whole()) {
                throw e;
            }
        } finally {
            Folders.delete(temporary);
        }
    }

    private void write(Path to) throws IOException {
        try (Corpus corpus = Selection.read(spec, sources, to, team, watcher)) {
            PieceTable pieces = PieceCounts.count(corpus.train(), team, watcher);
            Tokenizer tokenizer = BpeTrainer.train(pieces, spec.vocabulary(), watcher);
            tokenizer.save(to.resolve(DatasetRecord.TOKENIZER));
            long trainTokens = TextEncoder.encode(corpus.train(), tokenizer, to.resolve(DatasetRecord.TRAIN), team,
                watcher);
            long validationTokens = TextEncoder.encode(corpus.validation(), tokenizer,
                to.resolve(DatasetRecord.VALIDATION), team, Watcher.SILENT);
            double floor = NGramFloor.bitsPerByte(corpus.train(), corpus.validation(), watcher);
            List<SkippedFile> skipped = corpus.skipped();
            DatasetFacts facts = new DatasetFacts(corpus.train().documents(), corpus.validation().documents(),
                corpus.duplicates(), corpus.duplicateBytes(), skipped.size(), corpus.train().bytes(),
                corpus.validation().bytes(), trainTokens, validationTokens, floor, corpus.byPosition(),
                skipped.subList(0, Math.min(DatasetFacts.MOST_NAMED, skipped.size())));
            new DatasetRecord(DatasetRecord.FORMAT, folder.getFileName().toString(), spec, facts,
                Tokens.tokenBytes(spec.vocabulary()), System.getProperty("java.version"),
                DatasetRecord.contents(to)).write(to);
        }
        Files.delete(to.resolve(Selection.TRAIN_TEXT));
        Files.delete(to.resolve(Selection.VALIDATION_TEXT));
    }
}
