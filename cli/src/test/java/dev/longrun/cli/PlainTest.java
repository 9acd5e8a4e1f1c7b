package dev.longrun.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlainTest {

    @Test
    void controlsBecomePictures() {
        assertEquals("\u241b]0;title\u2407 a\nb\tc", Plain.text("\u001b]0;title\u0007 a\nb\tc"));
        assertEquals("a\\nb\\tc", Plain.line("a\nb\tc"));
    }

    @Test
    void cuttingLeavesWholeCharacters() {
        assertEquals("abc", Plain.cut("abc", 3));
        assertEquals("ab\u2026", Plain.cut("abcd", 3));
        assertEquals("a\u2026", Plain.cut("a\ud83d\ude00bc", 3));
    }

    @Test
    void theNearestWordIsNear() {
        List<String> known = List.of("plan", "train", "generate", "report", "schema");
        assertEquals(Optional.of("train"), Nearest.to("trian", known));
        assertEquals(Optional.of("generate"), Nearest.to("genrate", known));
        assertEquals(Optional.empty(), Nearest.to("serve", known));
        assertEquals(3, Nearest.edits("kitten", "sitting"));
        assertEquals(1, Nearest.edits("ab", "ba"));
    }

    @Test
    void aTerminalGetsWholeCharactersFromTokensThatCutThem() {
        byte[] text = "\u00fc\u4e2d\ud83d\ude00\u001b[2J".getBytes(StandardCharsets.UTF_8);
        Screen screen = new Screen(Path.of(""), true);
        try (TextStream stream = new TextStream(screen.terminal())) {
            for (byte b : text) {
                stream.write(new byte[] {b});
            }
            stream.write(new byte[] {(byte) 0xe4}); // never completed
        }
        assertEquals("\u00fc\u4e2d\ud83d\ude00\u241b[2J\ufffd\n", screen.out());
    }

    @Test
    void aPipeGetsTheBytesAsTheyAre() {
        byte[] bytes = {1, 27, (byte) 0xff, 'a', (byte) 0xc3};
        Screen screen = Screen.plain();
        try (TextStream stream = new TextStream(screen.terminal())) {
            stream.write(bytes);
        }
        assertArrayEquals(new byte[] {1, 27, (byte) 0xff, 'a', (byte) 0xc3, '\n'}, screen.outBytes());
    }
}
