package dev.longrun.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A corpus as it was read, for tests: the documents of both sides, in order. */
record Read(List<String> train, List<String> validation, boolean byPosition, long duplicates,
    List<SkippedFile> skipped) {

    static final long PLENTY = 1 << 30;

    static Read of(DatasetSpec spec) {
        try {
            Path folder = Files.createTempDirectory("corpus");
            SourceList sources = SourceList.of(spec.sources());
            try {
                return TestText.withTeam(2, team -> {
                    try (Corpus corpus = Selection.read(spec, sources, folder, team, Watcher.SILENT)) {
                        return new Read(documents(corpus.train()), documents(corpus.validation()),
                            corpus.byPosition(), corpus.duplicates(), corpus.skipped());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            } finally {
                Folders.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Read of(Object... sources) {
        return of(spec(0.3, PLENTY, PLENTY, sources));
    }

    static DatasetSpec spec(double share, long trainBytes, long validationBytes, Object... sources) {
        List<String> names = new ArrayList<>();
        for (Object source : sources) {
            names.add(source.toString());
        }
        return new DatasetSpec(names, "text", share, trainBytes, validationBytes, 300);
    }

    /** All documents in an order of their own. */
    List<String> all() {
        List<String> all = new ArrayList<>(train);
        all.addAll(validation);
        all.sort(null);
        return all;
    }

    private static List<String> documents(RawText text) {
        List<String> documents = new ArrayList<>();
        for (int i = 0; i < text.documents(); i++) {
            byte[] bytes = new byte[(int) (text.start(i + 1) - text.start(i))];
            text.copy(text.start(i), bytes, bytes.length);
            documents.add(new String(bytes, StandardCharsets.UTF_8));
        }
        return documents;
    }
}
