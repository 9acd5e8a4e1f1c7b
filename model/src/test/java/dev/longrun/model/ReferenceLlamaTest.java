package dev.longrun.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.model.Cases.Case;
import dev.longrun.model.Tape.Matrix;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference's own backward against central differences in double. */
class ReferenceLlamaTest {

    private static final double STEP = 1e-5;
    private static final int PROBES = 24;

    /** Cut off: STEP^2 / 6 times the third derivative, 1e-11; rounding: 1e-16 of a loss of 50, over STEP, 1e-9. */
    private static final double TOLERANCE = 1e-7;

    static List<Case> cases() {
        return Cases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyTensorsGradientIsItsFiniteDifference(Case tiny) {
        ReferenceLlama reference = new ReferenceLlama(tiny.config(), tiny.model().parameters());
        Random random = new Random(4);
        reference.run(tiny.tokens(), tiny.targets(), tiny.sequences(), 1);
        for (String name : reference.weights.keySet()) {
            Matrix matrix = reference.weights.get(name);
            double[] gradient = matrix.gradient.clone();
            double greatest = greatest(gradient);
            assertTrue(greatest > 1e-3, name + " has no gradient: " + greatest);
            for (int probe = 0; probe < PROBES; probe++) {
                int i = random.nextInt(gradient.length);
                double difference = difference(tiny, reference, matrix, i);
                assertTrue(Math.abs(difference - gradient[i]) <= TOLERANCE * Math.max(1, greatest),
                    name + "[" + i + "]: backward " + gradient[i] + ", difference " + difference);
            }
        }
    }

    private static double difference(Case tiny, ReferenceLlama reference, Matrix matrix, int i) {
        double before = matrix.value[i];
        matrix.value[i] = before + STEP;
        double above = reference.run(tiny.tokens(), tiny.targets(), tiny.sequences(), 1).loss();
        matrix.value[i] = before - STEP;
        double below = reference.run(tiny.tokens(), tiny.targets(), tiny.sequences(), 1).loss();
        matrix.value[i] = before;
        return (above - below) / (2 * STEP);
    }

    static double greatest(double[] values) {
        double greatest = 0;
        for (double value : values) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        return greatest;
    }
}
