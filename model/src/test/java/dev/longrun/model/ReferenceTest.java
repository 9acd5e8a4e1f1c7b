package dev.longrun.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.model.Cases.Case;
import dev.longrun.model.Tape.Matrix;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reference's own backward against central differences of fourth order in double. */
class ReferenceTest {

    private static final double STEP = 5e-5;
    private static final int PROBES = 8;

    /** Rounding: 1e-16 of a loss of 50, over STEP, 1e-10. Cut off: STEP^4 / 30 times the fifth derivative. */
    private static final double TOLERANCE = 2e-9;

    static Stream<Case> cases() {
        return Stream.concat(Cases.all().stream(), Cases.families().stream());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyTensorsGradientIsItsFiniteDifference(Case tiny) {
        Reference reference = new Reference(tiny.architecture(), tiny.model().parameters());
        reference.balanceLoss = 0.5;
        reference.routerZLoss = 0.2;
        Random random = new Random(4);
        double worst = 0;
        reference.run(tiny.tokens(), tiny.targets(), tiny.sequences(), 1);
        Map<String, double[]> gradients = new LinkedHashMap<>();
        reference.weights.forEach((name, matrix) -> gradients.put(name, matrix.gradient.clone()));
        for (String name : reference.weights.keySet()) {
            Matrix matrix = reference.weights.get(name);
            double[] gradient = gradients.get(name);
            double greatest = greatest(gradient);
            // an expert may be one that no token of the batch chose
            assertTrue(greatest > 1e-3 || name.contains("experts"), name + " has no gradient: " + greatest);
            for (int probe = 0; probe < PROBES; probe++) {
                int i = random.nextInt(gradient.length);
                double difference = difference(tiny, reference, matrix, i);
                worst = Math.max(worst, Math.abs(difference - gradient[i]) / Math.max(1, greatest));
                assertTrue(Math.abs(difference - gradient[i]) <= TOLERANCE * Math.max(1, greatest),
                    name + "[" + i + "]: backward " + gradient[i] + ", difference " + difference);
            }
        }
        if (Boolean.getBoolean("longrun.show")) {
            System.out.println(tiny + " " + worst);
        }
    }

    private static double difference(Case tiny, Reference reference, Matrix matrix, int i) {
        double near = loss(tiny, reference, matrix, i, STEP) - loss(tiny, reference, matrix, i, -STEP);
        double far = loss(tiny, reference, matrix, i, 2 * STEP) - loss(tiny, reference, matrix, i, -2 * STEP);
        return (8 * near - far) / (12 * STEP);
    }

    private static double loss(Case tiny, Reference reference, Matrix matrix, int i, double change) {
        double before = matrix.value[i];
        matrix.value[i] = before + change;
        double loss = reference.run(tiny.tokens(), tiny.targets(), tiny.sequences(), 1).objective();
        matrix.value[i] = before;
        return loss;
    }

    static double greatest(double[] values) {
        double greatest = 0;
        for (double value : values) {
            greatest = Math.max(greatest, Math.abs(value));
        }
        return greatest;
    }
}
