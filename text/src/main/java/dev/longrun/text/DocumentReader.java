package dev.longrun.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipFile;

/** Reads documents in any order, keeping zip archives open. Any number of threads may read at once. */
final class DocumentReader implements AutoCloseable {

    private final DatasetSpec spec;
    private final Map<SourceFile, ZipFile> zips = new HashMap<>();

    DocumentReader(DatasetSpec spec) {
        this.spec = spec;
    }

    /** What the document holds, with its bytes if it lies where it can be read by itself. */
    Examined read(Candidate candidate) {
        if (candidate.known().isPresent()) {
            return candidate.known().get();
        }
        SourceFile file = candidate.file();
        try {
            if (file.kind().form() == FileKind.Form.ZIP) {
                String entry = candidate.path().substring(file.path().length() + 1);
                return ZipDocuments.read(zip(file), entry, spec);
            }
            byte[] text = TextParts.read(file.file(), candidate.ordinal(), TextParts.PART_BYTES);
            return Examined.of(text, spec);
        } catch (IOException e) {
            return Examined.skipped(TextException.reason(e));
        }
    }

    private synchronized ZipFile zip(SourceFile file) throws IOException {
        ZipFile zip = zips.get(file);
        if (zip == null) {
            zip = new ZipFile(file.file().toFile());
            zips.put(file, zip);
        }
        return zip;
    }

    @Override
    public synchronized void close() {
        for (ZipFile zip : zips.values()) {
            try {
                zip.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        zips.clear();
    }
}
