package dev.longrun.text;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Reads a file of any kind from its beginning to its end and hands over the documents in it. */
final class DocumentStream {

    private final String field;
    private final DocumentSink sink;

    private DocumentStream(String field, DocumentSink sink) {
        this.field = field;
        this.sink = sink;
    }

    /** Throws IOException when the file is not what its name says, or not whole. */
    static void read(SourceFile file, String field, DocumentSink sink) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file.file()), 1 << 16)) {
            new DocumentStream(field, sink).read(in, file.path(), file.kind(), false);
        } catch (IllegalArgumentException e) {
            // Thrown by the readers of archives on malformed headers.
            throw new IOException(e.getMessage(), e);
        }
    }

    /** What lies inside an archive: {@code entry} is its name there. */
    static void readEntry(InputStream in, String path, String entry, String field, DocumentSink sink)
        throws IOException {
        new DocumentStream(field, sink).read(in, path, FileKind.of(entry), true);
    }

    private void read(InputStream in, String path, FileKind kind, boolean inside) throws IOException {
        if (inside && kind.archive()) {
            sink.skipped(path, "an archive inside an archive is not opened");
            return;
        }
        InputStream plain = kind.gzip() ? new GZIPInputStream(in, 1 << 16) : in;
        switch (kind.form()) {
            case TEXT -> text(plain, path);
            case JSON_LINES -> JsonLines.read(plain, path, field, sink);
            case ZIP -> zip(plain, path);
            case TAR -> tar(plain, path);
        }
    }

    private void text(InputStream in, String path) throws IOException {
        Optional<byte[]> text = BoundedRead.read(in, BoundedRead.LARGEST_DOCUMENT);
        if (text.isPresent()) {
            sink.document(path, text.get());
        } else {
            sink.skipped(path, BoundedRead.TOO_LARGE);
        }
    }

    private void tar(InputStream in, String path) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(in, "UTF-8");
        boolean any = false;
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            any = true;
            String name = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
            if (entry.isFile() && tar.canReadEntryData(entry) && !hidden(name)) {
                read(tar, path + "!" + name, FileKind.of(name), true);
            }
        }
        if (!any) {
            throw new IOException("not a tar archive, or an empty one");
        }
    }

    private void zip(InputStream in, String path) throws IOException {
        ZipInputStream zip = new ZipInputStream(in);
        boolean any = false;
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            any = true;
            if (!entry.isDirectory() && !hidden(entry.getName())) {
                read(zip, path + "!" + entry.getName(), FileKind.of(entry.getName()), true);
            }
        }
        if (!any) {
            throw new IOException("not a zip archive, or an empty one");
        }
    }

    /** As in folders, names that begin with a dot are left out. */
    static boolean hidden(String name) {
        return name.startsWith(".") && !name.startsWith("./") || name.contains("/.");
    }
}
