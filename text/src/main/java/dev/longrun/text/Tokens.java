package dev.longrun.text;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A memory-mapped shard of tokens, little-endian, 2 bytes each up to a vocabulary of 65,536, else 4. */
public final class Tokens {

    private static final ValueLayout.OfShort TWO = ValueLayout.JAVA_SHORT_UNALIGNED
        .withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt FOUR = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final MemorySegment shard;
    private final int vocabulary;
    private final int tokenBytes;
    private final long size;

    private Tokens(Path file, MemorySegment shard, int vocabulary) {
        this.file = file;
        this.shard = shard;
        this.vocabulary = vocabulary;
        tokenBytes = tokenBytes(vocabulary);
        size = shard.byteSize() / tokenBytes;
    }

    static int tokenBytes(int vocabulary) {
        return vocabulary <= 1 << 16 ? 2 : 4;
    }

    /** Mapped until the arena is closed. */
    static Tokens open(Path file, int vocabulary, Arena arena) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment shard = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new Tokens(file, shard, vocabulary);
        }
    }

    /** Held in memory until the arena is closed. */
    static Tokens of(int[] tokens, int vocabulary, Arena arena) {
        int bytes = tokenBytes(vocabulary);
        MemorySegment shard = arena.allocate(Math.max(1, (long) bytes * tokens.length)).asSlice(0,
            (long) bytes * tokens.length);
        for (int i = 0; i < tokens.length; i++) {
            if (bytes == 2) {
                shard.set(TWO, 2L * i, (short) tokens[i]);
            } else {
                shard.set(FOUR, 4L * i, tokens[i]);
            }
        }
        return new Tokens(Path.of("memory"), shard, vocabulary);
    }

    /** How many tokens. */
    public long size() {
        return size;
    }

    /**
     * Copies the tokens {@code from} to {@code from + count - 1} into {@code into}, beginning at {@code at}.
     *
     * @throws IndexOutOfBoundsException if there are no such tokens
     * @throws TextException if the shard holds a token that the vocabulary does not
     */
    public void copy(long from, int[] into, int at, int count) {
        for (int i = 0; i < count; i++) {
            long place = (from + i) * tokenBytes;
            int token = tokenBytes == 2 ? shard.get(TWO, place) & 0xFFFF : shard.get(FOUR, place);
            if (token < 0 || token >= vocabulary) {
                throw new TextException(file + ": damaged: it holds token " + token + " of a vocabulary of "
                    + vocabulary + "; delete its folder to have it built again");
            }
            into[at + i] = token;
        }
    }
}
