package dev.longrun.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {

    @TempDir
    private Path folder;

    private static Map<String, byte[]> documents(int count) {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            files.put("sub " + i % 3 + "/é " + i + ".txt", ("document " + i + " ü\n").getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    private static List<String> texts(Map<String, byte[]> files) {
        List<String> texts = new ArrayList<>();
        files.values().forEach(bytes -> texts.add(new String(bytes, StandardCharsets.UTF_8)));
        Collections.sort(texts);
        return texts;
    }

    private Path write(String name, byte[] bytes) {
        TestText.write(folder.resolve(name), bytes);
        return folder.resolve(name);
    }

    private Path write(String name, Map<String, byte[]> files) {
        files.forEach((path, bytes) -> write(name + "/" + path, bytes));
        return folder.resolve(name);
    }

    @Test
    void everyKindOfSourceHoldsTheSameDocuments() {
        Map<String, byte[]> files = documents(40);
        StringBuilder lines = new StringBuilder();
        for (String text : texts(files)) {
            lines.append("{\"id\": [1, {\"text\": 2}], \"text\": \"").append(text.replace("\n", "\\n"))
                .append("\"}\n\n");
        }
        byte[] json = lines.toString().getBytes(StandardCharsets.UTF_8);
        Path tree = write("a folder é", files);
        for (Path source : List.of(tree, write("a.zip", Archives.zip(files)), write("a.jar", Archives.zip(files)),
            write("a.tar", Archives.tar(files)), write("a.tar.gz", Archives.gzip(Archives.tar(files))),
            write("a.TGZ", Archives.gzip(Archives.tar(files))), write("a.zip.gz", Archives.gzip(Archives.zip(files))),
            write("a.jsonl", json), write("a.jsonl.gz", Archives.gzip(json)),
            write("b.tar", Archives.tar(Map.of("x.jsonl", json))),
            write("b.zip", Archives.zip(Map.of("x.jsonl.gz", Archives.gzip(json)))))) {
            Read read = Read.of(source);
            assertEquals(texts(files), read.all(), () -> "of " + source);
            assertFalse(read.byPosition());
            assertTrue(read.validation().size() > 3 && read.train().size() > 15, () -> "of " + source);
            assertEquals(List.of(), read.skipped());
            assertEquals(0, read.duplicates());
        }
        Path gzipped = folder.resolve("gz");
        files.forEach((path, bytes) -> write("gz/" + path + ".gz", Archives.gzip(bytes)));
        assertEquals(texts(files), Read.of(gzipped).all());
        assertEquals(texts(files), Read.of(tree + "/**/*.txt").all());
        assertEquals(texts(files), Read.of(folder + "/a fold?r */{sub*,none}/*[0-9].txt").all());
    }

    @Test
    void theSplitDoesNotDependOnWhereTheFolderLiesOrHowItIsPacked() {
        Map<String, byte[]> files = documents(60);
        Read here = Read.of(write("here", files));
        Read there = Read.of(write("some/where else", files));
        assertEquals(here, there);
        assertEquals(here, Read.of(folder.resolve("here") + "/**"));
        Read packed = Read.of(write("p.zip", Archives.zip(files)));
        assertEquals(packed, Read.of(write("elsewhere/p.zip", Archives.zip(files))));
    }

    @Test
    void aCorpusThatGrowsKeepsItsSplit() {
        Read small = Read.of(write("grows", documents(30)));
        Read large = Read.of(write("grows", documents(90)));
        assertTrue(large.train().containsAll(small.train()));
        assertTrue(large.validation().containsAll(small.validation()));
        assertEquals(90, large.all().size());
        // Lines may move: it is their text that decides.
        StringBuilder some = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            some.append("{\"text\": \"line ").append(i).append("\"}\n");
        }
        Read before = Read.of(write("l.jsonl", some.toString().getBytes(StandardCharsets.UTF_8)));
        Read after = Read.of(write("l.jsonl", ("{\"text\":\"a\"}\n" + some).getBytes(StandardCharsets.UTF_8)));
        assertFalse(before.byPosition());
        assertTrue(after.train().containsAll(before.train()) && after.validation().containsAll(before.validation()));
    }

    /** Copies, near copies, and an evaluation that is the same under every choice and never trained on. */
    @Test
    void duplicatesAreLeftOutAsAsked() {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < 60; i++) {
            String text = TestText.prose(i, 6000);
            files.put("a/" + i + ".txt", text.getBytes(StandardCharsets.UTF_8));
            files.put("copy/" + i + ".txt", text.getBytes(StandardCharsets.UTF_8));
            files.put("near/" + i + ".txt", (text + "\n" + TestText.prose(1000 + i, 200))
                .getBytes(StandardCharsets.UTF_8));
        }
        Path folder = write("again", files);
        Read exact = Read.of(spec(folder, Deduplication.EXACT));
        Read none = Read.of(spec(folder, Deduplication.NONE));
        Read near = Read.of(spec(folder, Deduplication.NEAR));
        assertEquals(60, exact.duplicates());
        assertTrue(none.duplicates() < 40 && none.train().size() > exact.train().size(), "only held-out ones go");
        assertEquals(exact.validation(), none.validation());
        assertEquals(exact.validation(), near.validation());
        assertTrue(none.train().stream().noneMatch(new HashSet<>(none.validation())::contains));
        // Each text once: among the training documents, or held out.
        Set<String> starts = new HashSet<>();
        near.validation().forEach(text -> starts.add(text.substring(0, 500)));
        near.train().forEach(text -> assertTrue(starts.add(text.substring(0, 500)), "kept twice"));
        assertEquals(60, starts.size());
    }

    @Test
    void aSketchTellsHowMuchIsShared() {
        String text = TestText.prose(1, 20_000);
        String other = TestText.prose(2, 20_000);
        Sketch sketch = sketch(text);
        assertEquals(1, sketch.likeness(sketch(text)));
        assertTrue(sketch.likeness(sketch(other)) < 0.2);
        // Half of one and half of the other: a third of the runs of both together.
        assertEquals(1 / 3.0, sketch.likeness(sketch(text.substring(0, 10_000) + other.substring(0, 10_000))), 0.2);
        assertEquals(0, sketch("but four words only").least().length);
    }

    private static Sketch sketch(String text) {
        return Sketch.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static DatasetSpec spec(Path folder, Deduplication choice) {
        return new DatasetSpec(List.of(folder.toString()), "text", 0.2, Read.PLENTY, Read.PLENTY, choice, 300);
    }

    @Test
    void noTextIsTwiceOrOnBothSides() {
        Map<String, byte[]> files = documents(50);
        documents(50).forEach((path, bytes) -> files.put("copy/" + path, bytes));
        Read read = Read.of(write("twice", files));
        assertEquals(50, read.duplicates());
        assertEquals(texts(documents(50)), read.all());
        // Which of two equal ones is kept depends on the paths alone, not on which source comes first.
        Path one = write("one", documents(50));
        Path two = write("two", Map.of("a/z.txt", documents(50).get("sub 0/é 0.txt")));
        assertEquals(Read.of(one, two).train(), Read.of(two, one).train());
    }

    @Test
    void takesNoMoreThanAskedInTheOrderOfThePathsHashes() {
        Path tree = write("caps", documents(80));
        Read all = Read.of(tree);
        Read few = Read.of(Read.spec(0.3, 200, 100, tree));
        String train = String.join("", few.train());
        assertTrue(String.join("", all.train()).startsWith(train));
        assertTrue(String.join("", all.validation()).startsWith(String.join("", few.validation())));
        int bytes = train.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes == 200 || bytes == 199, "full, or one byte short of a character: " + bytes);
        assertTrue(String.join("", few.validation()).getBytes(StandardCharsets.UTF_8).length >= 99);
        Read packed = Read.of(Read.spec(0.3, 200, 100, write("caps.tar", Archives.tar(documents(80)))));
        assertTrue(String.join("", packed.train()).getBytes(StandardCharsets.UTF_8).length >= 199);
    }

    @Test
    void oneFileIsCutByPosition() {
        String text = "ab😀".repeat(1000);
        Read read = Read.of(Read.spec(0.1, Read.PLENTY, Read.PLENTY, write("one.anything", text.getBytes(
            StandardCharsets.UTF_8))));
        assertTrue(read.byPosition());
        assertEquals(text, String.join("", read.train()) + String.join("", read.validation()));
        assertEquals(5400, read.train().getFirst().getBytes(StandardCharsets.UTF_8).length);
        Read gzip = Read.of(Read.spec(0.1, 105, 50, write("one.gz", Archives.gzip(text))));
        assertEquals(104, gzip.train().getFirst().getBytes(StandardCharsets.UTF_8).length);
        assertTrue(text.substring(text.length() * 9 / 10).startsWith(gzip.validation().getFirst()));
    }

    @Test
    void skipsWhatIsNoTextAndSaysWhy() {
        Map<String, byte[]> files = documents(40);
        files.put("image.png", new byte[] {1, 0, 2});
        files.put("latin.txt", "é".getBytes(StandardCharsets.ISO_8859_1));
        files.put("empty.txt", new byte[0]);
        files.put("inner.zip", Archives.zip(documents(2)));
        files.put("lines.jsonl", "{\"text\": 1}\n{\"other\":\"\"}\nnonsense\n[]\n{\"text\":\"\\ud800\"}\n"
            .getBytes(StandardCharsets.UTF_8));
        files.put(".git/config", "hidden".getBytes(StandardCharsets.UTF_8));
        for (Path source : List.of(write("mixed.tar", Archives.tar(files)), write("mixed.zip", Archives.zip(files)))) {
            Read read = Read.of(source);
            assertEquals(texts(documents(40)), read.all());
            List<String> reasons = new ArrayList<>(read.skipped().stream().map(s -> s.file().replaceAll(".*!", "")
                + ": " + s.reason()).toList());
            Collections.sort(reasons);
            assertEquals(List.of("empty.txt: empty", "image.png: binary: it holds a NUL byte",
                "inner.zip: an archive inside an archive is not opened", "latin.txt: not UTF-8 text",
                "lines.jsonl line 1: field \"text\" is not a string",
                "lines.jsonl line 2: no field \"text\"; it has other",
                "lines.jsonl line 3: not valid JSON: Unrecognized token 'nonsense': was expecting"
                    + " (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
                "lines.jsonl line 4: not a JSON object",
                "lines.jsonl line 5: half of a surrogate pair, which is no text"), reasons);
        }
        Read tree = Read.of(write("mixed", files));
        assertEquals(texts(documents(40)), tree.all());
        assertEquals(2, tree.duplicates(), "the archive in the folder is opened");
        assertEquals(8, tree.skipped().size());
    }
}
