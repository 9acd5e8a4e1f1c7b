package dev.longrun.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Lists the documents of the sources in the order of their paths' hashes. Plain files and zip entries are only named
 * here; files that can be read from their beginning only (tar, gzip, .jsonl) are read once, keeping a digest of each
 * document (about 200 bytes of memory for each).
 */
final class Catalogue {

    static final String STAGE = "Listing the corpus";

    private final DatasetSpec spec;
    private final Watcher watcher;
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<SkippedFile> skipped = new ArrayList<>();

    private Catalogue(DatasetSpec spec, Watcher watcher) {
        this.spec = spec;
        this.watcher = watcher;
    }

    /** Throws TextException when a file that the user named cannot be read. */
    static Catalogue of(DatasetSpec spec, SourceList sources, Watcher watcher) {
        Catalogue catalogue = new Catalogue(spec, watcher);
        catalogue.skipped.addAll(sources.skipped());
        catalogue.list(sources.files());
        // Stable: documents of one path keep the order of the sources in the run file.
        catalogue.candidates.sort(Comparator.<Candidate>comparingLong(c -> c.hash() + Long.MIN_VALUE)
            .thenComparing(Candidate::path));
        return catalogue;
    }

    List<Candidate> candidates() {
        return candidates;
    }

    List<SkippedFile> skipped() {
        return skipped;
    }

    private void list(List<SourceFile> files) {
        long total = files.stream().mapToLong(SourceFile::bytes).sum();
        long done = 0;
        for (SourceFile file : files) {
            watcher.progress(STAGE, total == 0 ? 0 : (double) done / total);
            int before = candidates.size();
            int skippedBefore = skipped.size();
            try {
                list(file);
            } catch (IOException e) {
                if (file.named()) {
                    throw new TextException(file.file() + ": cannot be read: " + TextException.reason(e)
                        + "; is the file whole, and what its name says?", e);
                }
                candidates.subList(before, candidates.size()).clear();
                skipped.subList(skippedBefore, skipped.size()).clear();
                skipped.add(new SkippedFile(file.path(), TextException.reason(e)));
            }
            done += file.bytes();
        }
        watcher.progress(STAGE, 1);
    }

    private void list(SourceFile file) throws IOException {
        FileKind kind = file.kind();
        if (kind.randomAccess() && kind.form() == FileKind.Form.TEXT) {
            int parts = TextParts.count(file.bytes(), TextParts.PART_BYTES);
            for (int part = 0; part < parts; part++) {
                candidates.add(candidate(file, TextParts.path(file.path(), part, parts), part,
                    Math.min(file.bytes(), TextParts.PART_BYTES), Optional.empty()));
            }
            return;
        }
        if (kind.randomAccess()) {
            listZip(file);
        }
        readStreams(file, spec.field(), new Sink(file));
    }

    /** Hands over, always in the same order, the documents that cannot be read each by itself. */
    static void readStreams(SourceFile file, String field, DocumentSink sink) throws IOException {
        if (!file.kind().randomAccess()) {
            DocumentStream.read(file, field, sink);
            return;
        }
        try (ZipFile zip = new ZipFile(file.file().toFile())) {
            for (ZipEntry entry : ZipDocuments.entries(zip)) {
                if (!ZipDocuments.randomAccess(entry)) {
                    String path = file.path() + "!" + entry.getName();
                    DocumentStream.readEntry(zip.getInputStream(entry), path, entry.getName(), field, sink);
                }
            }
        }
    }

    private void listZip(SourceFile file) throws IOException {
        try (ZipFile zip = new ZipFile(file.file().toFile())) {
            for (ZipEntry entry : ZipDocuments.entries(zip)) {
                if (ZipDocuments.randomAccess(entry)) {
                    String path = file.path() + "!" + entry.getName();
                    candidates.add(candidate(file, path, 0, entry.getSize(), Optional.empty()));
                }
            }
        }
    }

    private static Candidate candidate(SourceFile file, String path, int ordinal, long bytes,
        Optional<Examined> known) {
        return new Candidate(Hash.ofPath(path), path, file, ordinal, bytes, known);
    }

    private final class Sink implements DocumentSink {

        private final SourceFile file;
        private int ordinal;

        private Sink(SourceFile file) {
            this.file = file;
        }

        @Override
        public void document(String path, byte[] text) {
            Examined examined = Examined.of(text, spec).withoutBytes();
            candidates.add(candidate(file, path, ordinal++, 0, Optional.of(examined)));
        }

        @Override
        public void skipped(String path, String reason) {
            skipped.add(new SkippedFile(path, reason));
        }
    }
}
