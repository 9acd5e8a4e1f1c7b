package dev.longrun.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {

    private static final float[] LOGITS = {0, 2, 1, 2, -1, Float.NEGATIVE_INFINITY};

    @Test
    void temperatureZeroTakesTheLowestIdOfTheLikeliest() {
        assertEquals(1, new Sampler(Sampling.GREEDY).pick(LOGITS));
        assertEquals(0, new Sampler(Sampling.GREEDY).pick(new float[] {-0f, 0f}));
    }

    @Test
    void drawsAsOftenAsTheSoftmaxSays() {
        int[] counts = counts(new Sampling(0.7, 0, 1, 0, 5));
        double sum = IntStream.range(0, LOGITS.length).mapToDouble(id -> Math.exp(LOGITS[id] / 0.7)).sum();
        for (int id = 0; id < LOGITS.length; id++) {
            // 20,000 draws: a deviation of at most 0.0036, taken five times
            assertEquals(Math.exp(LOGITS[id] / 0.7) / sum, counts[id] / 20_000.0, 0.018, "id " + id);
        }
        assertEquals(0, counts[5]);
    }

    @Test
    void eachFilterKeepsWhatItSays() {
        assertKept(counts(new Sampling(1, 1, 1, 0, 1)), 1);
        assertKept(counts(new Sampling(1, 3, 1, 0, 2)), 1, 2, 3);
        // probabilities at temperature 1: 0.0530 0.3915 0.1440 0.3915 0.0195
        assertKept(counts(new Sampling(1, 0, 0.39, 0, 3)), 1);
        assertKept(counts(new Sampling(1, 0, 0.40, 0, 3)), 1, 3);
        assertKept(counts(new Sampling(1, 0, 0.80, 0, 3)), 1, 2, 3);
        assertKept(counts(new Sampling(1, 0, 1, 0.36, 4)), 1, 2, 3);
        assertKept(counts(new Sampling(1, 0, 1, 0.37, 4)), 1, 3);
        assertKept(counts(new Sampling(1, 2, 0.9, 0.1, 4)), 1, 3);
    }

    private static int[] counts(Sampling sampling) {
        Sampler sampler = new Sampler(sampling);
        int[] counts = new int[LOGITS.length];
        for (int i = 0; i < 20_000; i++) {
            counts[sampler.pick(LOGITS)]++;
        }
        return counts;
    }

    private static void assertKept(int[] counts, int... ids) {
        for (int id = 0; id < counts.length; id++) {
            int own = id;
            assertEquals(IntStream.of(ids).anyMatch(kept -> kept == own), counts[id] > 0, "id " + id);
        }
    }

    @Test
    void theSeedGivesTheDraws() {
        float[] flat = new float[1000];
        int[] first = draws(flat, 7);
        assertEquals(IntStream.of(first).boxed().toList(), IntStream.of(draws(flat, 7)).boxed().toList());
        assertTrue(!IntStream.of(first).boxed().toList().equals(IntStream.of(draws(flat, 8)).boxed().toList()));
    }

    private static int[] draws(float[] logits, long seed) {
        Sampler sampler = new Sampler(new Sampling(1, 0, 1, 0, seed));
        return IntStream.range(0, 20).map(i -> sampler.pick(logits)).toArray();
    }

    @Test
    void refusesBadSettingsAndBrokenLogits() {
        assertThrows(ModelException.class, () -> new Sampling(-1, 0, 1, 0, 0));
        assertThrows(ModelException.class, () -> new Sampling(Double.NaN, 0, 1, 0, 0));
        assertThrows(ModelException.class, () -> new Sampling(1, -1, 1, 0, 0));
        assertThrows(ModelException.class, () -> new Sampling(1, 0, 0, 0, 0));
        assertThrows(ModelException.class, () -> new Sampling(1, 0, 1, 2, 0));
        Sampler sampler = new Sampler(Sampling.GREEDY);
        assertThrows(ModelException.class, () -> sampler.pick(new float[] {0, Float.NaN}));
    }
}
