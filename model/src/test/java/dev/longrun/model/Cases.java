package dev.longrun.model;

import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Architecture.Norm;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Tiny models that between them use every branch, with numbers that leave no gradient at zero. */
final class Cases {

    private Cases() {
    }

    /**
     * A model and a batch.
     *
     * @param sequences B
     * @param context T
     */
    record Case(String name, Architecture architecture, int sequences, int context) {

        int[] tokens() {
            return new Random(1).ints(sequences * context, 0, architecture.vocabulary()).toArray();
        }

        /** Every seventh target is not counted. */
        int[] targets() {
            int[] targets = new Random(2).ints(sequences * context, 0, architecture.vocabulary()).toArray();
            for (int i = 3; i < targets.length; i += 7) {
                targets[i] = -1;
            }
            return targets;
        }

        float scale() {
            long counted = Arrays.stream(targets()).filter(target -> target >= 0).count();
            return 1f / counted;
        }

        /** Weights about as large as trained ones: gains around 1, matrices that keep the stream's size. */
        Model model() {
            Model model = Model.blank(architecture);
            Random random = new Random(3);
            for (Parameter parameter : model.parameters().list()) {
                double deviation = 1 / Math.sqrt(parameter.fanIn());
                for (int i = 0; i < parameter.size(); i++) {
                    double draw = random.nextGaussian();
                    model.parameters().values()[parameter.at() + i] =
                        (float) (parameter.decayed() ? deviation * draw : gain(parameter) + 0.2 * draw);
                }
            }
            return model;
        }

        private double gain(Parameter parameter) {
            return parameter.bias() || architecture.norms().kind() == Norm.RMS_PLUS_ONE ? 0 : 1;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static final Case GOLDEN = of("golden", 13, 8, 2, 2, 1, 4, 10, Activation.SWIGLU, true, true, 2, 6);

    static List<Case> all() {
        return List.of(
            GOLDEN,
            of("plain", 19, 12, 2, 3, 3, 4, 20, Activation.SWIGLU, false, false, 3, 9),
            of("tied", 19, 12, 1, 2, 2, 6, 17, Activation.SWIGLU, false, true, 2, 9),
            of("grouped", 31, 18, 2, 4, 2, 6, 20, Activation.SWIGLU, false, false, 2, 11),
            of("grouped, qk-norm", 31, 10, 2, 6, 2, 6, 20, Activation.SWIGLU, true, false, 2, 11),
            of("squared", 23, 12, 2, 2, 1, 8, 21, Activation.RELU2, false, true, 2, 8),
            of("squared, qk-norm", 23, 20, 1, 4, 4, 2, 9, Activation.RELU2, true, false, 1, 8));
    }

    /** Longer than a block of attention and a slice of rows, with more rows than a chunk of the head. */
    static List<Case> longer() {
        return List.of(
            of("long", 37, 24, 2, 4, 2, 6, 20, Activation.SWIGLU, true, true, 2, 150),
            of("long, squared", 300, 16, 1, 2, 2, 10, 33, Activation.RELU2, false, false, 3, 129),
            new Case("long windows", Families.longWindows(), 2, Families.longWindows().context()));
    }

    /** Every family, every switch; the context is longer than windows and temperature lengths, the routing uneven. */
    static List<Case> families() {
        return Families.all().stream().map(each -> new Case(each.family() + " " + Families.all().indexOf(each), each, 2,
            each.context())).toList();
    }

    static Stream<Case> everything() {
        return Stream.of(all(), families(), longer()).flatMap(List::stream);
    }

    private static Case of(String name, int vocabulary, int width, int layers, int heads, int kvHeads, int headWidth,
        int ffn, Activation activation, boolean qkNorm, boolean tied, int sequences, int context) {
        return new Case(name, llama(vocabulary, width, layers, heads, kvHeads, headWidth, ffn, context, activation,
            qkNorm, tied), sequences, context);
    }

    /** Llama's block, with Qwen 3's normed queries and keys or our squared ReLU. */
    static Architecture llama(int vocabulary, int width, int layers, int heads, int kvHeads, int headWidth, int ffn,
        int context, Activation activation, boolean qkNorm, boolean tied) {
        return Architecture.llama(vocabulary, width, layers, heads, kvHeads, headWidth, ffn, context, activation,
            qkNorm, tied, 10_000, 1e-5);
    }
}
