package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardTest {

    /** A calm figure around 2 whose logarithm has a standard deviation of 0.05. */
    private static double calm(int i) {
        return 2 * Math.exp(0.05 * Math.sqrt(2) * Math.sin(i));
    }

    @Test
    void notANumberStopsAtOnceWhateverTheLimit() {
        assertEquals(Optional.of("loss is NaN"), new Guard("loss", 0).check(Double.NaN));
        assertTrue(new Guard("loss", 0).check(Double.POSITIVE_INFINITY).isPresent());
    }

    @Test
    void aSpikeBeyondTheLimitStopsOnceTheWindowIsFull() {
        Guard guard = new Guard("loss", 6);
        for (int i = 0; i < Guard.WINDOW; i++) {
            assertEquals(Optional.empty(), guard.check(i == 3 ? 9 : calm(i)), "a spike before the window is full");
        }
        for (int i = 0; i < Guard.WINDOW; i++) {
            assertEquals(Optional.empty(), guard.check(calm(i)));
        }
        assertEquals(Optional.empty(), guard.check(2 * Math.exp(5 * 0.05)));
        String reason = guard.check(2 * Math.exp(8 * 0.05)).orElseThrow();
        assertTrue(reason.startsWith("loss 2.984 lies 7."), reason);
        assertEquals(Optional.empty(), guard.check(0.1), "a fall is no reason to stop");
    }

    @Test
    void limitZeroNeverStopsAtASpike() {
        Guard guard = new Guard("loss", 0);
        for (int i = 0; i < 200; i++) {
            guard.check(calm(i));
        }
        assertEquals(Optional.empty(), guard.check(1e9));
    }

    @Test
    void aResumedGuardAnswersAsTheOldOne() {
        Guard first = new Guard("norm", 5);
        for (int i = 0; i < 200; i++) {
            first.check(calm(i));
        }
        Guard second = new Guard("norm", 5);
        second.resume(first.past());
        for (int i = 200; i < 400; i++) {
            assertEquals(first.check(calm(i)), second.check(calm(i)));
        }
        assertEquals(first.check(4), second.check(4));
        assertTrue(first.check(4).isPresent());
    }
}
