package dev.longrun.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longrun.model.Cases.Case;
import dev.longrun.tensor.ThreadTeam;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The numbers of one model, kept in golden.json: logits, loss, every gradient, and the losses of ten AdamW steps. The
 * reference wrote them ({@link #main}); both it and the float model must give them again, so that neither can drift
 * with the other.
 */
class GoldenTest {

    private static final Case GOLDEN = Cases.GOLDEN;
    private static final int STEPS = 10;

    /** Eight digits are kept. */
    private static final double KEPT = 1e-7;

    @Test
    void theReferenceGivesThem() throws IOException {
        JsonNode wanted = read();
        Reference reference = new Reference(GOLDEN.architecture(), GOLDEN.model().parameters());
        Reference.Result result = run(reference);
        assertEquals(wanted.get("loss").doubleValue(), result.loss(), KEPT * result.loss());
        assertClose("logits", wanted.get("logits"), result.logits(), KEPT);
        for (Iterator<String> names = wanted.get("gradients").fieldNames(); names.hasNext();) {
            String name = names.next();
            assertClose(name, wanted.get("gradients").get(name), reference.weights.get(name).gradient, KEPT);
        }
        assertClose("losses", wanted.get("losses"), losses(reference), KEPT);
    }

    @Test
    void theFloatModelGivesThem() throws IOException {
        JsonNode wanted = read();
        Model model = GOLDEN.model();
        try (ThreadTeam team = new ThreadTeam(2)) {
            TrainingPass pass = model.trainingPass(team, GOLDEN.sequences(), GOLDEN.context());
            float[] logits = new float[wanted.get("logits").size()];
            ((TransformerPass) pass).logits(GOLDEN.tokens(), logits);
            assertClose("logits", wanted.get("logits"), doubles(logits, 0, logits.length), 2e-6);
            float[] gradients = new float[model.parameters().size()];
            double loss = pass.lossAndGradients(GOLDEN.tokens(), GOLDEN.targets(), GOLDEN.scale(), gradients);
            assertEquals(wanted.get("loss").doubleValue(), loss, 1e-6 * loss);
            assertEquals(model.parameters().list().size(), wanted.get("gradients").size());
            for (Parameter parameter : model.parameters().list()) {
                assertClose(parameter.name(), wanted.get("gradients").get(parameter.name()),
                    doubles(gradients, parameter.at(), parameter.size()), 5e-6);
            }
            StepTest.Adam adam = new StepTest.Adam(model, pass);
            double[] losses = new double[STEPS];
            for (int step = 0; step < STEPS; step++) {
                losses[step] = adam.step(GOLDEN, step + 1, StepTest.RATE);
            }
            assertClose("losses", wanted.get("losses"), losses, 2e-6);
        }
    }

    private static Reference.Result run(Reference reference) {
        return reference.run(GOLDEN.tokens(), GOLDEN.targets(), GOLDEN.sequences(), GOLDEN.scale());
    }

    private static double[] losses(Reference reference) {
        double[] losses = new double[STEPS];
        for (int step = 0; step < STEPS; step++) {
            losses[step] = run(reference).loss();
            reference.adamW(step + 1, StepTest.RATE, 0.9, 0.95, 1e-8, 0.1);
        }
        return losses;
    }

    private static double[] doubles(float[] values, int at, int size) {
        return IntStream.range(at, at + size).mapToDouble(i -> values[i]).toArray();
    }

    private static void assertClose(String what, JsonNode wanted, double[] found, double tolerance) {
        assertEquals(wanted.size(), found.length, what);
        double greatest = ReferenceTest.greatest(found);
        for (int i = 0; i < found.length; i++) {
            double off = Math.abs(wanted.get(i).doubleValue() - found[i]);
            assertTrue(off <= tolerance * greatest, what + "[" + i + "]: " + wanted.get(i) + ", found " + found[i]);
        }
    }

    private static JsonNode read() throws IOException {
        try (InputStream in = GoldenTest.class.getResourceAsStream("golden.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    /** Writes the file anew, by the reference: the argument is its path. */
    public static void main(String[] arguments) throws IOException {
        Reference reference = new Reference(GOLDEN.architecture(), GOLDEN.model().parameters());
        Reference.Result result = run(reference);
        StringJoiner gradients = new StringJoiner(",\n    ", "{\n    ", "\n  }");
        reference.weights.forEach((name, matrix) -> gradients.add("\"" + name + "\": " + list(matrix.gradient)));
        String json = "{\n  \"model\": \"" + GOLDEN.architecture() + "\",\n  \"tokens\": "
            + Arrays.toString(GOLDEN.tokens()) + ",\n  \"targets\": " + Arrays.toString(GOLDEN.targets())
            + ",\n  \"loss\": " + number(result.loss()) + ",\n  \"logits\": " + list(result.logits())
            + ",\n  \"gradients\": " + gradients + ",\n  \"losses\": " + list(losses(reference)) + "\n}\n";
        Files.writeString(Path.of(arguments[0]), json);
    }

    private static String list(double[] values) {
        StringJoiner list = new StringJoiner(", ", "[", "]");
        DoubleStream.of(values).forEach(value -> list.add(number(value)));
        return list.toString();
    }

    private static String number(double value) {
        return value == 0 ? "0" : String.format(Locale.ROOT, "%.8g", value);
    }
}
