package dev.longrun.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.tokenizer.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextPartsTest {

    @Test
    void partsAreTheWholeCutBetweenCharacters(@TempDir Path folder) throws IOException {
        Random random = new Random(1);
        Path file = folder.resolve("text");
        for (int i = 0; i < 300; i++) {
            boolean text = i % 3 > 0;
            byte[] bytes = text ? TestText.awkward(random, i).getBytes(StandardCharsets.UTF_8)
                : TestText.bytes(random, i);
            TestText.write(file, bytes);
            int partBytes = 4 + random.nextInt(40);
            ByteArrayOutputStream joined = new ByteArrayOutputStream();
            int parts = TextParts.count(bytes.length, partBytes);
            for (int part = 0; part < parts; part++) {
                byte[] read = TextParts.read(file, part, partBytes);
                assertTrue(!text || Utf8.valid(read, 0, read.length));
                joined.write(read);
            }
            assertArrayEquals(bytes, joined.toByteArray());
        }
    }

    @Test
    void aFileOfOnePartKeepsItsName() {
        assertEquals(1, TextParts.count(0, 64));
        assertEquals(1, TextParts.count(64, 64));
        assertEquals(2, TextParts.count(65, 64));
        assertEquals("a.txt", TextParts.path("a.txt", 0, 1));
        assertEquals("a.txt#1", TextParts.path("a.txt", 1, 2));
    }
}
