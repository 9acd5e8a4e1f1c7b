package dev.longrun.model;

import dev.longrun.model.LlamaConfig.Activation;
import dev.longrun.model.Tape.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The whole model in double, one sequence after another, over {@link Tape}; and AdamW in double. */
final class ReferenceLlama {

    final LlamaConfig config;
    final Map<String, Matrix> weights = new LinkedHashMap<>();
    double zLoss;
    /** What dropout multiplies an element by: places and elements are numbered as in {@link Dropout}. */
    IntToDoubleBiFunction dropout = (site, element) -> 1;
    private final Map<String, double[]> firstMoments = new LinkedHashMap<>();
    private final Map<String, double[]> secondMoments = new LinkedHashMap<>();

    /** From a place and an element. */
    interface IntToDoubleBiFunction {
        double at(int site, int element);
    }

    /** The numbers of {@code parameters}, exactly. */
    ReferenceLlama(LlamaConfig config, Parameters parameters) {
        this.config = config;
        for (Parameter parameter : parameters.list()) {
            int columns = parameter.fanIn();
            Matrix matrix = new Matrix(parameter.size() / columns, columns);
            for (int i = 0; i < parameter.size(); i++) {
                matrix.value[i] = parameters.values()[parameter.at() + i];
            }
            weights.put(parameter.name(), matrix);
        }
    }

    /** Loss and logits of the batch; the weights' gradients are set anew. */
    record Result(double loss, double[] logits) {
    }

    Result run(int[] tokens, int[] targets, int sequences, double scale) {
        weights.values().forEach(matrix -> Arrays.fill(matrix.gradient, 0));
        int context = tokens.length / sequences;
        double loss = 0;
        double[] all = new double[tokens.length * config.vocabulary()];
        for (int sequence = 0; sequence < sequences; sequence++) {
            int from = sequence * context;
            Tape tape = new Tape();
            Matrix logits = logits(tape, Arrays.copyOfRange(tokens, from, from + context), from * config.width());
            loss += tape.crossEntropy(logits, Arrays.copyOfRange(targets, from, from + context), scale,
                zLoss);
            tape.back();
            System.arraycopy(logits.value, 0, all, from * config.vocabulary(), logits.value.length);
        }
        return new Result(loss, all);
    }

    private Matrix logits(Tape tape, int[] tokens, int first) {
        Matrix x = dropped(tape, tape.lookup(weight("model.embed_tokens"), tokens), 0, first);
        for (int layer = 0; layer < config.layers(); layer++) {
            String prefix = "model.layers." + layer + ".";
            Matrix normed = tape.rms(x, weight(prefix + "input_layernorm"), config.normEpsilon());
            x = tape.add(x, dropped(tape, attention(tape, normed, prefix + "self_attn."), 1 + 2 * layer, first));
            normed = tape.rms(x, weight(prefix + "post_attention_layernorm"), config.normEpsilon());
            x = tape.add(x, dropped(tape, feedForward(tape, normed, prefix + "mlp."), 2 + 2 * layer, first));
        }
        Matrix normed = tape.rms(x, weight("model.norm"), config.normEpsilon());
        return tape.timesTransposed(normed, weight(config.tiedHead() ? "model.embed_tokens" : "lm_head"), 1);
    }

    private Matrix dropped(Tape tape, Matrix x, int site, int first) {
        return tape.timesConstants(x, element -> dropout.at(site, first + element));
    }

    private Matrix attention(Tape tape, Matrix x, String prefix) {
        Matrix q = tape.timesTransposed(x, weight(prefix + "q_proj"), 1);
        Matrix k = tape.timesTransposed(x, weight(prefix + "k_proj"), 1);
        Matrix v = tape.timesTransposed(x, weight(prefix + "v_proj"), 1);
        int h = config.headWidth();
        List<Matrix> keys = new ArrayList<>();
        for (int kvHead = 0; kvHead < config.kvHeads(); kvHead++) {
            keys.add(placed(tape, tape.columns(k, kvHead * h, h), prefix + "k_norm"));
        }
        List<Matrix> outs = new ArrayList<>();
        for (int head = 0; head < config.heads(); head++) {
            int kvHead = head * config.kvHeads() / config.heads();
            Matrix query = placed(tape, tape.columns(q, head * h, h), prefix + "q_norm");
            Matrix scores = tape.timesTransposed(query, keys.get(kvHead), 1 / Math.sqrt(h));
            outs.add(tape.times(tape.causalSoftmax(scores), tape.columns(v, kvHead * h, h)));
        }
        return tape.timesTransposed(tape.beside(outs), weight(prefix + "o_proj"), 1);
    }

    private Matrix placed(Tape tape, Matrix head, String norm) {
        Matrix normed = config.qkNorm() ? tape.rms(head, weight(norm), config.normEpsilon()) : head;
        return tape.turn(normed, config.ropeBase());
    }

    private Matrix feedForward(Tape tape, Matrix x, String prefix) {
        Matrix up = tape.timesTransposed(x, weight(prefix + "up_proj"), 1);
        Matrix act = config.activation() == Activation.RELU2 ? tape.positiveSquared(up)
            : tape.gated(tape.timesTransposed(x, weight(prefix + "gate_proj"), 1), up);
        return tape.timesTransposed(act, weight(prefix + "down_proj"), 1);
    }

    private Matrix weight(String name) {
        return weights.get(name + ".weight");
    }

    /** AdamW, Algorithm 2 of arXiv 1711.05101, with the gradients of the last run. */
    void adamW(int step, double rate, double beta1, double beta2, double epsilon, double decay) {
        weights.forEach((name, matrix) -> {
            double[] m = firstMoments.computeIfAbsent(name, key -> new double[matrix.value.length]);
            double[] v = secondMoments.computeIfAbsent(name, key -> new double[matrix.value.length]);
            double own = name.contains("norm") ? 0 : decay;
            for (int i = 0; i < m.length; i++) {
                double g = matrix.gradient[i];
                m[i] = beta1 * m[i] + (1 - beta1) * g;
                v[i] = beta2 * v[i] + (1 - beta2) * g * g;
                double mHat = m[i] / (1 - Math.pow(beta1, step));
                double vHat = v[i] / (1 - Math.pow(beta2, step));
                matrix.value[i] -= rate * (mHat / (Math.sqrt(vHat) + epsilon) + own * matrix.value[i]);
            }
        });
    }
}
