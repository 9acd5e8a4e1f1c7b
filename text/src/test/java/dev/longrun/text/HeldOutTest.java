package dev.longrun.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldOutTest {

    @TempDir
    private Path folder;

    private Dataset dataset(double share, int vocabulary) {
        return TestText.withTeam(2, team -> Dataset.prepare(new DatasetSpec(List.of(folder.resolve("texts")
            .toString()), "text", share, 1 << 20, 1 << 20, vocabulary), folder.resolve("cache"), team,
            Watcher.SILENT));
    }

    @Test
    void theTextIsTheSameInAnyTokens() {
        for (int i = 0; i < 30; i++) {
            TestText.write(folder.resolve("texts/" + i + ".txt"), TestText.prose(i, 3000));
        }
        try (Dataset small = dataset(0.2, 300); Dataset large = dataset(0.2, 500); Dataset other = dataset(0.4, 300);
            Arena arena = Arena.ofShared()) {
            HeldOut held = HeldOut.of(small);
            assertEquals(small.facts().validationDocuments(), held.documents());
            assertEquals(held.sha256(), HeldOut.of(large).sha256());
            assertNotEquals(held.sha256(), HeldOut.of(other).sha256());
            Tokens own = held.in(large.tokenizer(), arena);
            assertEquals(large.validation().size(), own.size());
            int[] tokens = new int[(int) own.size()];
            int[] kept = new int[tokens.length];
            own.copy(0, tokens, 0, tokens.length);
            large.validation().copy(0, kept, 0, kept.length);
            assertArrayEquals(kept, tokens);
            assertEquals(0, held.trainedOnBy(small));
            assertEquals(other.facts().validationDocuments() - held.documents(),
                HeldOut.of(other).trainedOnBy(small));
        }
    }
}
