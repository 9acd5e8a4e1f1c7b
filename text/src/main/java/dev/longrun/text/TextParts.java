package dev.longrun.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A plain file too large to be read at once is several documents: parts of equal size, cut between characters. */
final class TextParts {

    /** Size of a part, and of the largest file that is one document. */
    static final int PART_BYTES = 64 << 20;
    /** The longest character is four bytes; so far a cut may move. */
    private static final int SLACK = 3;

    private TextParts() {
    }

    static int count(long fileBytes, int partBytes) {
        return Math.toIntExact(Math.max(1, (fileBytes + partBytes - 1) / partBytes));
    }

    /** The name of a part: that of the file when it is the only one. */
    static String path(String path, int part, int parts) {
        return parts == 1 ? path : path + "#" + part;
    }

    /** Part {@code part}: the characters that begin in [part x partBytes, (part + 1) x partBytes). */
    static byte[] read(Path file, int part, int partBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long from = (long) part * partBytes;
            long left = Math.max(0, channel.size() - from);
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(left, partBytes + SLACK));
            while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
                continue;
            }
            byte[] bytes = buffer.array();
            int begin = part == 0 ? 0 : next(bytes, 0, buffer.position());
            int end = buffer.position() <= partBytes ? buffer.position() : next(bytes, partBytes, buffer.position());
            return Arrays.copyOfRange(bytes, Math.min(begin, end), end);
        }
    }

    /** The first byte from {@code at} on that begins a character; text that is not UTF-8 is cut anywhere. */
    private static int next(byte[] bytes, int at, int end) {
        int to = at;
        while (to < end && to < at + SLACK && (bytes[to] & 0xC0) == 0x80) {
            to++;
        }
        return to;
    }
}
