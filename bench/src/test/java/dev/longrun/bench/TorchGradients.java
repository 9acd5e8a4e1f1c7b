package dev.longrun.bench;

import dev.longrun.model.Architecture;
import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Architecture.Experts;
import dev.longrun.model.Architecture.Heads;
import dev.longrun.model.Architecture.Hidden;
import dev.longrun.model.Architecture.Norm;
import dev.longrun.model.Architecture.Norms;
import dev.longrun.model.Architecture.Rotary;
import dev.longrun.model.Family;
import dev.longrun.model.Model;
import dev.longrun.model.Parameter;
import dev.longrun.tensor.ThreadTeam;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/** Prints, for a family a line, how far our gradients of one training step are from PyTorch's; see the test. */
final class TorchGradients {

    private static final int SEQUENCES = 2;

    private TorchGradients() {
    }

    /** Weights as in a model that has learned something: no gradient is zero, and experts are chosen unevenly. */
    static Model model(Architecture shape) {
        Model model = Model.create(shape, 1);
        Random random = new Random(3);
        for (Parameter each : model.parameters().list()) {
            double fan = each.shape()[each.shape().length - 1];
            for (int i = 0; i < each.size(); i++) {
                double draw = random.nextGaussian();
                model.parameters().values()[each.at() + i] =
                    (float) (each.decayed() ? draw / Math.sqrt(fan) : 1 + 0.2 * draw);
            }
        }
        return model;
    }

    static List<Architecture> shapes() {
        Norms plain = new Norms(Norm.RMS, 1e-5, false, false);
        Norms both = new Norms(Norm.RMS, 1e-5, true, false);
        List<Integer> full = List.of(0, 0);
        Rotary rotary = Rotary.plain(10_000);
        return List.of(
            Architecture.llama(97, 64, 2, 4, 2, 16, 160, 48, Activation.SWIGLU, false, false, 10_000, 1e-5),
            new Architecture(Family.MIXTRAL, 97, 64, 2, 48, plain, Heads.plain(4, 2, 16), full, rotary,
                new Hidden(Activation.SWIGLU, 0, false), Optional.of(new Experts(6, 2, 80, true, 0)), 1, 1, 0, false),
            new Architecture(Family.GROK2, 97, 64, 2, 48, both, new Heads(4, 2, 16, 0.25, 30, 0, false, false), full,
                rotary, new Hidden(Activation.GEGLU, 96, false), Optional.of(new Experts(6, 2, 80, false, 30)), 8, 0.5,
                50, false));
    }

    public static void main(String[] arguments) {
        for (Architecture shape : shapes()) {
            Model model = model(shape);
            int rows = SEQUENCES * shape.context();
            int[] tokens = new Random(1).ints(rows, 0, shape.vocabulary()).toArray();
            int[] targets = new Random(2).ints(rows, 0, shape.vocabulary()).toArray();
            float[] gradients = new float[model.parameters().size()];
            double loss;
            try (ThreadTeam team = new ThreadTeam(1)) {
                loss = model.trainingPass(team, SEQUENCES, shape.context()).lossAndGradients(tokens, targets, 1f / rows,
                    gradients) / rows;
            }
            TorchModel peer = new TorchModel(model);
            Tensor theirs = peer.loss(longs(tokens).view(SEQUENCES, -1), longs(targets));
            theirs.backward();
            double worst = Math.abs(theirs.item().toDouble() - loss) / loss;
            for (Parameter each : model.parameters().list()) {
                worst = Math.max(worst, off(gradients, each, peer.gradient(each)));
            }
            System.out.printf(Locale.ROOT, "%s %.3g%n", shape.family(), worst);
        }
    }

    /** The norm of the difference over the norm: of all of the tensor, since single elements may be near zero. */
    private static double off(float[] ours, Parameter at, float[] theirs) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < at.size(); i++) {
            difference += Math.pow(ours[at.at() + i] - theirs[i], 2);
            norm += Math.pow(theirs[i], 2);
        }
        return norm == 0 && difference == 0 ? 0 : Math.sqrt(difference / norm);
    }

    private static Tensor longs(int[] ids) {
        long[] values = Arrays.stream(ids).asLongStream().toArray();
        try (LongPointer copied = new LongPointer(values)) {
            return torch.from_blob(copied, new long[] {values.length}, new TensorOptions(torch.ScalarType.Long))
                .clone();
        }
    }

    /** Floats as a tensor. */
    static Tensor floats(float[] values, int at, int size, long... shape) {
        try (FloatPointer copied = new FloatPointer((long) size)) {
            copied.put(values, at, size);
            return torch.from_blob(copied, shape).clone().detach();
        }
    }
}
