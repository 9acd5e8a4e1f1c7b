package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.train.CheckpointWriter.Written;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CheckpointWriterTest {

    private static final Optional<Written> WRITTEN = Optional.of(new Written(7, 123, 0.5));

    private final CountDownLatch release = new CountDownLatch(1);

    private void hold() {
        try {
            release.await();
        } catch (InterruptedException wanted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void trainingGoesOnOnceAllIsRead() throws IOException {
        try (CheckpointWriter writer = new CheckpointWriter()) {
            writer.begin(7, read -> {
                read.run();
                hold();
                return WRITTEN;
            });
            writer.awaitRead();
            assertTrue(writer.busy());
            assertEquals(Optional.empty(), writer.takeIfDone());
            assertThrows(IllegalStateException.class, () -> writer.begin(8, _ -> WRITTEN), "one at a time");
            release.countDown();
            assertEquals(WRITTEN, writer.take());
            assertFalse(writer.busy());
            assertEquals(7, writer.step());
        }
    }

    @Test
    void anUpdateWaitsUntilAllIsReadAndTheWaitIsCounted() {
        AtomicBoolean isRead = new AtomicBoolean();
        try (CheckpointWriter writer = new CheckpointWriter()) {
            writer.begin(7, read -> {
                ChildRun.pause(100);
                isRead.set(true);
                read.run();
                return WRITTEN;
            });
            writer.awaitRead();
            assertTrue(isRead.get());
            assertTrue(writer.stallNanos() > 50_000_000, writer.stallNanos() + " ns");
        }
    }

    @Test
    void aFailureLetsTrainingGoOnAndIsToldOnce() throws IOException {
        IOException full = new IOException("No space left on device");
        try (CheckpointWriter writer = new CheckpointWriter()) {
            writer.begin(7, _ -> {
                throw full;
            });
            writer.awaitRead();
            assertSame(full, assertThrows(IOException.class, writer::take));
            assertEquals(Optional.empty(), writer.take());
            writer.begin(8, _ -> {
                throw new IllegalArgumentException("a fault");
            });
            assertThrows(IllegalArgumentException.class, writer::take);
        }
    }

    @Test
    void closingWaitsForWhatIsUnderWay() {
        AtomicBoolean inPlace = new AtomicBoolean();
        try (CheckpointWriter writer = new CheckpointWriter()) {
            writer.begin(7, read -> {
                read.run();
                ChildRun.pause(100);
                inPlace.set(true);
                return WRITTEN;
            });
        }
        assertTrue(inPlace.get());
    }
}
