package dev.longrun.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BadSourceTest {

    @TempDir
    private Path folder;

    private static Map<String, byte[]> documents() {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < 40; i++) {
            files.put(i + ".txt", TestText.prose(i, 300).getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    private Path write(String name, byte[] bytes) {
        TestText.write(folder.resolve(name), bytes);
        return folder.resolve(name);
    }

    private static void refuses(Object source, String... said) {
        TextException error = assertThrows(TextException.class, () -> Read.of(source));
        for (String words : said) {
            assertTrue(error.getMessage().contains(words), error.getMessage());
        }
        assertEquals(1, error.getMessage().lines().count(), error.getMessage());
    }

    @Test
    void namesTheSourceThatIsMissing() {
        refuses(folder.resolve("no such é.txt"), "no such é.txt", "no such file");
        refuses(folder + "/*.md", "*.md", "no file matches");
        refuses(folder + "/none/**/*.md", "no file matches");
        refuses(folder + "/[z-a].md", "not a valid pattern");
        refuses(folder, "holds no files");
        refuses("  ", "empty");
        refuses("a\0b", "not a path");
        refuses("a\0*", "a\0*");
        assertThrows(TextException.class, () -> new DatasetSpec(List.of(), "text", 0.1, 1, 1, 300));
    }

    @Test
    void saysHowToGetTheSourceOfTheJdk() {
        TextException error = assertThrows(TextException.class, () -> SourceList.jdkSource(folder));
        assertTrue(error.getMessage().contains("src.zip is missing"), error.getMessage());
        assertTrue(error.getMessage().contains("apt install openjdk-25-source"), error.getMessage());
    }

    @Test
    void refusesArchivesThatAreNotWhole() {
        byte[] zip = Archives.zip(documents());
        refuses(write("cut.zip", Arrays.copyOf(zip, zip.length / 2)), "cut.zip", "cannot be read");
        refuses(write("not.zip", "no zip".getBytes(StandardCharsets.UTF_8)), "not.zip", "cannot be read");
        refuses(write("empty.zip", new byte[0]), "empty.zip");
        refuses(write("none.zip", Archives.zip(Map.of())), "none.zip", "empty zip");
        byte[] tar = Archives.tar(documents());
        refuses(write("cut.tar", Arrays.copyOf(tar, 1000)), "cut.tar", "cannot be read");
        refuses(write("not.tar", "no tar".getBytes(StandardCharsets.UTF_8)), "not.tar");
        byte[] packed = Archives.gzip(tar);
        refuses(write("cut.tgz", Arrays.copyOf(packed, packed.length / 2)), "cut.tgz", "cannot be read");
        refuses(write("not.gz", "no gzip".getBytes(StandardCharsets.UTF_8)), "not.gz", "cannot be read");
        refuses(write("cut.zip.gz", Archives.gzip(Arrays.copyOf(zip, zip.length / 2))), "cut.zip.gz");
    }

    @Test
    void randomDamageIsRefusedOrSkippedButNeverReadAsIfWhole() {
        java.util.Random random = new java.util.Random(1);
        List<String> texts = documents().values().stream().map(b -> new String(b, StandardCharsets.UTF_8)).toList();
        byte[] zip = Archives.zip(documents());
        byte[] tgz = Archives.gzip(Archives.tar(documents()));
        for (int i = 0; i < 60; i++) {
            byte[] damaged = i % 2 == 0 ? zip.clone() : tgz.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Path file = write(i % 2 == 0 ? "d.zip" : "d.tgz", damaged);
            try {
                assertTrue(texts.containsAll(Read.of(file).all()));
            } catch (TextException expected) {
                assertTrue(expected.getMessage().contains("d."), expected.getMessage());
            }
        }
    }

    @Test
    void aBrokenArchiveInAFolderIsSkippedWhole() {
        documents().forEach((name, bytes) -> write("tree/" + name, bytes));
        byte[] tgz = Archives.gzip(Archives.tar(Map.of("a", "a text of its own".repeat(9).getBytes())));
        write("tree/broken.tgz", Arrays.copyOf(tgz, tgz.length / 2));
        Read read = Read.of(folder.resolve("tree"));
        assertEquals(40, read.all().size());
        assertEquals(List.of("broken.tgz"), read.skipped().stream().map(SkippedFile::file).toList());
    }

    @Test
    void saysWhatWasSkippedWhenNothingIsLeft() {
        write("all/a.bin", new byte[] {0});
        write("all/b.txt", new byte[0]);
        refuses(folder.resolve("all"), "no text could be read; skipped 2");
        refuses(write("one.txt", new byte[0]), "one.txt", "cannot be used as text: empty");
        refuses(write("one.bin", new byte[] {0}), "one.bin", "binary");
        refuses(write("short.txt", new byte[] {'a'}), "too little text");
        refuses(write("f.jsonl", "{\"body\":\"x\",\"id\":1}".getBytes(StandardCharsets.UTF_8)),
            "f.jsonl line 1", "no field \"text\"; it has body, id");
    }

    @Test
    void linksInACircleAreSkipped() throws IOException {
        documents().forEach((name, bytes) -> write("loop/" + name, bytes));
        Files.createSymbolicLink(folder.resolve("loop/self"), folder.resolve("loop"));
        Files.createSymbolicLink(folder.resolve("loop/dangling"), folder.resolve("nowhere"));
        Files.createSymbolicLink(folder.resolve("loop/again.txt"), folder.resolve("loop/1.txt"));
        Read read = Read.of(folder.resolve("loop"));
        assertEquals(40, read.all().size());
        assertEquals(1, read.duplicates());
        assertEquals("self: a symbolic link that leads back to itself", read.skipped().stream()
            .filter(s -> s.file().equals("self")).map(s -> s.file() + ": " + s.reason()).findFirst().orElse("none"));
    }

    @Test
    void aFileThatMayNotBeReadIsNamed() throws IOException {
        Path file = write("secret.txt", "text".getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        Assumptions.assumeFalse(Files.isReadable(file), "this user may read everything");
        refuses(file, "secret.txt", "permission denied");
    }

    @Test
    void anEntryLargerThanItStatesIsSkipped() {
        byte[] zip = Archives.zip(documents());
        // The stated size of the first entry in the central directory, which is what counts.
        int directory = zip.length - 22;
        int first = (zip[directory + 16] & 0xFF) | (zip[directory + 17] & 0xFF) << 8;
        zip[first + 24] -= 1;
        Read read = Read.of(write("lies.zip", zip));
        assertEquals(39, read.all().size());
        assertTrue(read.skipped().getFirst().reason().startsWith("damaged"));
    }
}
