package dev.longrun.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Lines of bytes, without their line feed, none longer than the largest document. */
final class LineReader {

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;
    private boolean tooLong;

    LineReader(InputStream in) {
        this.in = in;
    }

    /** True when the line just returned was cut because it was too long. */
    boolean tooLong() {
        return tooLong;
    }

    /** The next line, or empty at the end. */
    Optional<byte[]> next() throws IOException {
        tooLong = false;
        byte[] line = new byte[256];
        int length = 0;
        boolean any = false;
        while (at < end || fill()) {
            any = true;
            int stop = at;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            int more = stop - at;
            if (length + more > BoundedRead.LARGEST_DOCUMENT) {
                tooLong = true;
            } else {
                if (length + more > line.length) {
                    line = Arrays.copyOf(line, Math.max(line.length * 2, length + more));
                }
                System.arraycopy(buffer, at, line, length, more);
                length += more;
            }
            at = stop + 1;
            if (stop < end) {
                return Optional.of(Arrays.copyOf(line, length));
            }
        }
        return any ? Optional.of(Arrays.copyOf(line, length)) : Optional.empty();
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }
}
