package dev.longrun.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    private static boolean validByJdk(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Test
    void agreesWithTheJdkOnAllShortSequences() {
        for (int lead = 0x80; lead < 256; lead++) {
            for (int second = 0; second < 256; second++) {
                for (int third : new int[] {'a', 0x80, 0xBF, 0xC0}) {
                    for (int fourth : new int[] {'a', 0x80, 0xBF}) {
                        byte[] bytes = {(byte) lead, (byte) second, (byte) third, (byte) fourth};
                        assertEquals(validByJdk(bytes), Utf8.valid(bytes, 0, 4));
                    }
                }
            }
        }
    }

    @Test
    void agreesWithTheJdkOnRandomBytes() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = TestStrings.bytes(random, random.nextInt(6));
            assertEquals(validByJdk(bytes), Utf8.valid(bytes, 0, bytes.length));
        }
    }

    @Test
    void cutsBetweenCharacters() {
        byte[] text = "aé語😀z".getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at <= text.length; at++) {
            int cut = Utf8.boundary(text, at, text.length);
            assertTrue(cut <= at && at - cut < 4);
            assertTrue(Utf8.valid(text, 0, cut) && Utf8.valid(text, cut, text.length));
        }
        assertFalse(Utf8.valid(text, 0, 2));
    }
}
