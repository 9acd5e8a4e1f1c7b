package dev.longrun.cli;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * A model's text as it comes, token by token. Elsewhere the bytes go out as they are; a terminal gets whole characters,
 * which a token may cut through, and none that it would obey.
 */
final class TextStream implements AutoCloseable {

    private final Terminal terminal;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
        .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] rest = new byte[0];

    TextStream(Terminal terminal) {
        this.terminal = terminal;
    }

    void write(byte[] bytes) {
        if (terminal.live()) {
            decode(bytes, false);
        } else {
            terminal.out().write(bytes, 0, bytes.length);
        }
        terminal.out().flush();
    }

    /** Ends the text with a line break. */
    @Override
    public void close() {
        if (terminal.live()) {
            decode(new byte[0], true);
        }
        terminal.out().println();
        terminal.out().flush();
    }

    private void decode(byte[] bytes, boolean last) {
        ByteBuffer in = ByteBuffer.allocate(rest.length + bytes.length).put(rest).put(bytes).flip();
        CharBuffer out = CharBuffer.allocate(in.remaining() + 4);
        decoder.decode(in, out, last);
        rest = new byte[in.remaining()];
        in.get(rest);
        terminal.out().print(Plain.text(out.flip().toString()));
    }
}
