package dev.longrun.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.tensor.ThreadTeam;
import dev.longrun.tokenizer.IntList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {

    @TempDir
    private Path folder;
    private Path texts;
    private Path cache;

    @BeforeEach
    void writeTexts() {
        texts = folder.resolve("my texts é");
        cache = folder.resolve("runs/.text");
        for (int i = 0; i < 60; i++) {
            TestText.write(texts.resolve(i + ".md"), TestText.prose(i, 3_000) + i);
        }
        TestText.write(texts.resolve("copy.md"), TestText.prose(1, 3_000) + 1);
        TestText.write(texts.resolve("binary"), "\0");
    }

    private DatasetSpec spec(int vocabulary) {
        return new DatasetSpec(List.of(texts.toString()), "text", 0.2, 1 << 20, 1 << 20, vocabulary);
    }

    private Dataset prepare(int vocabulary, int threads, Watcher watcher) {
        try (ThreadTeam team = new ThreadTeam(threads)) {
            return Dataset.prepare(spec(vocabulary), cache, team, watcher);
        }
    }

    private static int[] all(Tokens tokens) {
        int[] all = new int[(int) tokens.size()];
        tokens.copy(0, all, 0, all.length);
        return all;
    }

    private List<String> inCache() {
        try (Stream<Path> list = Files.list(cache)) {
            return list.map(path -> path.getFileName().toString()).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    @Test
    void holdsEveryDocumentBehindASeparator() {
        Read read = Read.of(spec(400));
        try (Dataset dataset = prepare(400, 2, Watcher.SILENT)) {
            DatasetFacts facts = dataset.facts();
            assertEquals(read.train().size(), facts.trainDocuments());
            assertEquals(read.validation().size(), facts.validationDocuments());
            assertEquals(1, facts.duplicates());
            assertEquals(List.of(new SkippedFile("binary", "binary: it holds a NUL byte")), facts.skippedFiles());
            int[] train = all(dataset.train());
            assertEquals(facts.trainTokens(), train.length);
            int eot = dataset.tokenizer().endOfText();
            List<String> documents = new ArrayList<>();
            for (int at = 0; at < train.length;) {
                assertEquals(eot, train[at++]);
                IntList document = new IntList();
                while (at < train.length && train[at] != eot) {
                    document.add(train[at++]);
                }
                documents.add(dataset.tokenizer().decode(document.copy()));
            }
            assertEquals(read.train(), documents);
            assertTrue(facts.ngramBitsPerByte() > 1 && facts.ngramBitsPerByte() < 6, facts.toString());
            dataset.verify();
        }
    }

    @Test
    void theSourceOfTheJdkInUse() {
        Assumptions.assumeTrue(Files.exists(Path.of(System.getProperty("java.home"), "lib", "src.zip")),
            "this JDK carries no source");
        DatasetSpec jdk = new DatasetSpec(List.of("jdk"), "text", 0.02, 2_000_000, 100_000, 1000);
        try (ThreadTeam team = new ThreadTeam(2); Dataset dataset = Dataset.prepare(jdk, cache, team, Watcher.SILENT)) {
            assertEquals(2_000_000, dataset.facts().trainBytes());
            assertEquals(100_000, dataset.facts().validationBytes());
            assertFalse(dataset.facts().splitByPosition());
            assertEquals(100_000, new ValidationBatches(dataset.validation(), dataset.tokenizer(), 128).bytes());
            double bits = dataset.facts().ngramBitsPerByte();
            assertTrue(bits > 1.2 && bits < 3, "a 5-gram of code and English: " + bits);
        }
    }

    @Test
    void theSameBytesForAnyNumberOfThreads() throws IOException {
        byte[][] first = new byte[3][];
        for (int threads : new int[] {1, 3}) {
            try (Dataset dataset = prepare(500, threads, Watcher.SILENT)) {
                int i = 0;
                for (String name : List.of("tokenizer.json", "train.tokens", "validation.tokens")) {
                    byte[] bytes = Files.readAllBytes(dataset.folder().resolve(name));
                    if (threads == 1) {
                        first[i] = bytes;
                    } else {
                        assertArrayEquals(first[i], bytes);
                    }
                    i++;
                }
                Folders.delete(dataset.folder());
            }
        }
    }

    @Test
    void isOpenedAndNotBuiltAgainUntilASourceChanges() throws IOException {
        String fingerprint;
        try (Dataset dataset = prepare(400, 1, Watcher.SILENT)) {
            fingerprint = dataset.fingerprint();
            assertEquals(List.of(fingerprint), inCache());
        }
        Watcher mustBeSilent = new Watcher() {
            @Override
            public void progress(String what, double share) {
                throw new AssertionError("built again: " + what);
            }

            @Override
            public void skipped(String file, String reason) {
                throw new AssertionError("read again: " + file);
            }
        };
        prepare(400, 1, mustBeSilent).close();
        Files.move(texts, folder.resolve("moved"));
        texts = folder.resolve("moved");
        prepare(400, 1, mustBeSilent).close();
        TestText.write(texts.resolve("0.md"), "another text");
        try (Dataset dataset = prepare(400, 1, Watcher.SILENT)) {
            assertNotEquals(fingerprint, dataset.fingerprint());
        }
    }

    @Test
    void aDamagedOneIsToldAndBuiltAgain() throws IOException {
        Path file;
        byte[] whole;
        try (Dataset dataset = prepare(400, 1, Watcher.SILENT)) {
            file = dataset.folder().resolve("train.tokens");
            whole = Files.readAllBytes(file);
            byte[] flipped = whole.clone();
            flipped[1000] ^= 1;
            Files.write(file, flipped);
            assertTrue(assertThrows(TextException.class, dataset::verify).getMessage().contains("train.tokens"));
            flipped[1001] = (byte) 0xFF;
            Files.write(file, flipped);
            assertTrue(assertThrows(TextException.class, () -> all(dataset.train())).getMessage().contains("damaged"));
        }
        for (String name : List.of("train.tokens", "tokenizer.json", "dataset.json")) {
            Path broken = file.resolveSibling(name);
            Files.write(broken, java.util.Arrays.copyOf(Files.readAllBytes(broken), 100));
            TextException error = assertThrows(TextException.class, () -> Dataset.open(broken.getParent()));
            assertTrue(error.getMessage().contains(name), error.getMessage());
            prepare(400, 1, Watcher.SILENT).close();
            assertArrayEquals(whole, Files.readAllBytes(file));
        }
        assertThrows(TextException.class, () -> Dataset.open(texts));
    }

    @Test
    void nothingIsLeftBehindByAFailure() {
        TextException error = assertThrows(TextException.class, () -> prepare(60_000, 1, Watcher.SILENT));
        assertTrue(error.getMessage().startsWith("vocabulary 60000 is larger than the training text supports"));
        assertFalse(Files.exists(folder.resolve("runs")));
        TestText.write(cache.resolve("keep/me"), "x");
        assertThrows(TextException.class, () -> prepare(60_000, 1, Watcher.SILENT));
        assertEquals(List.of("keep"), inCache());
        TestText.write(folder.resolve("file"), "x");
        cache = folder.resolve("file/inside");
        assertTrue(assertThrows(TextException.class, () -> prepare(400, 1, Watcher.SILENT)).getMessage()
            .contains("cannot be made"));
    }

    @Test
    void manyAtOnceGetTheSameOne() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<int[]>> results = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                results.add(threads.submit(() -> {
                    try (Dataset dataset = prepare(400, 1, Watcher.SILENT)) {
                        return all(dataset.train());
                    }
                }));
            }
            for (Future<int[]> result : results) {
                assertArrayEquals(results.getFirst().get(), result.get());
            }
        }
        assertEquals(1, inCache().size());
    }

    @Test
    void leftoversOfAKilledProcessAreTakenAway() {
        String fingerprint = Fingerprint.of(spec(400), SourceList.of(spec(400).sources()).files());
        TestText.write(cache.resolve(fingerprint + ".unfinished-1/train.text"), "half");
        TestText.write(cache.resolve(fingerprint + ".lock"), "");
        prepare(400, 1, Watcher.SILENT).close();
        assertEquals(List.of(fingerprint), inCache());
    }

    @Test
    void tokensOfALargeVocabularyTakeFourBytes() throws IOException {
        try (ShardWriter shard = new ShardWriter(folder.resolve("four"), Tokens.tokenBytes(65_537));
            ShardWriter two = new ShardWriter(folder.resolve("two"), Tokens.tokenBytes(65_536))) {
            shard.write(new int[] {0, 65_536, 7}, 3);
            two.write(new int[] {0, 65_535, 7}, 3);
        }
        assertEquals(12, Files.size(folder.resolve("four")));
        assertEquals(6, Files.size(folder.resolve("two")));
        try (var arena = java.lang.foreign.Arena.ofConfined()) {
            Tokens four = Tokens.open(folder.resolve("four"), 65_537, arena);
            assertArrayEquals(new int[] {0, 65_536, 7}, all(four));
            assertArrayEquals(new int[] {0, 65_535, 7}, all(Tokens.open(folder.resolve("two"), 65_536, arena)));
            assertThrows(IndexOutOfBoundsException.class, () -> four.copy(2, new int[2], 0, 2));
        }
    }
}
