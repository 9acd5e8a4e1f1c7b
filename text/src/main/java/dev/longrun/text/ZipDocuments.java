package dev.longrun.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The documents of a zip archive that lies on disk, where each can be read by itself. */
final class ZipDocuments {

    private ZipDocuments() {
    }

    /** The files in it, in the order of its directory; throws IOException when there are none. */
    static List<? extends ZipEntry> entries(ZipFile zip) throws IOException {
        if (zip.size() == 0) {
            throw new IOException("an empty zip archive");
        }
        return Collections.list(zip.entries()).stream()
            .filter(entry -> !entry.isDirectory() && !DocumentStream.hidden(entry.getName())).toList();
    }

    /** True for an entry that is one plain document. */
    static boolean randomAccess(ZipEntry entry) {
        FileKind kind = FileKind.of(entry.getName());
        return kind.form() == FileKind.Form.TEXT && !kind.gzip();
    }

    /** Reads one document; the size and checksum that the archive states must be right. */
    static Examined read(ZipFile zip, String name, DatasetSpec spec) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            return Examined.skipped("gone from the archive while it was read");
        }
        if (entry.getSize() > BoundedRead.LARGEST_DOCUMENT) {
            return Examined.skipped(BoundedRead.TOO_LARGE);
        }
        int most = entry.getSize() < 0 ? BoundedRead.LARGEST_DOCUMENT : (int) entry.getSize();
        try (InputStream in = zip.getInputStream(entry)) {
            Optional<byte[]> bytes = BoundedRead.read(in, most);
            CRC32 sum = new CRC32();
            bytes.ifPresent(sum::update);
            boolean whole = bytes.isPresent() && (entry.getCrc() < 0 || entry.getCrc() == sum.getValue());
            return whole ? Examined.of(bytes.get(), spec)
                : Examined.skipped("damaged: size or checksum differ from what the archive states");
        } catch (IOException e) {
            return Examined.skipped("damaged: " + TextException.reason(e));
        }
    }
}
