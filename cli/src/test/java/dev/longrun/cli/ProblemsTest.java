package dev.longrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.longrun.train.TrainException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ProblemsTest {

    @Test
    void inputIsTwoAndTheRestIsOne() {
        assertEquals("longrun: a\nlongrun: b\n", lines(2, new TrainException("a\nb")));
        assertEquals("longrun: x\n", lines(2, new InputException("x")));
        assertEquals("longrun: guard\n", lines(1, new FailedException("guard", new TrainException("guard"))));
        assertEquals("longrun: No space left on device\n", lines(1, new IOException("No space left on device")));
    }

    @Test
    void filesAreNamedWithWhatIsWrong() {
        assertEquals("longrun: a b: no such file or folder\n", lines(1, new NoSuchFileException("a b")));
        assertEquals("longrun: a: no permission\n", lines(1, new UncheckedIOException(new AccessDeniedException("a"))));
        assertEquals("longrun: a: Read-only file system\n",
            lines(1, new FileSystemException("a", null, "Read-only file system")));
        assertEquals("longrun: a: cannot be used\n", lines(1, new FileSystemException("a")));
    }

    @Test
    void aFaultOfOursSaysSo() {
        assertEquals("longrun: IllegalStateException: odd\nlongrun: this is a fault of Longrun; LONGRUN_DEBUG=1 shows "
            + "where it is\n", lines(1, new IllegalStateException("odd")));
    }

    private static String lines(int code, Exception failure) {
        Screen screen = Screen.plain();
        assertEquals(code, Problems.report(failure, screen.terminal(), false));
        assertFalse(screen.err().contains("\tat "));
        return screen.err();
    }
}
