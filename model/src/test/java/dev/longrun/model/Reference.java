package dev.longrun.model;

import dev.longrun.model.Architecture.Experts;
import dev.longrun.model.Architecture.Learned;
import dev.longrun.model.Architecture.Rotary;
import dev.longrun.model.Tape.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The whole model in double, one sequence after another, over {@link Tape}; and AdamW in double. Experts are taken
 * plainly: every one reads every token, and counts for nothing where it was not chosen.
 */
final class Reference {

    final Architecture model;
    final Map<String, Matrix> weights = new LinkedHashMap<>();
    private final Map<String, Matrix> byRole = new LinkedHashMap<>();
    double zLoss;
    double balanceLoss;
    double routerZLoss;
    /** What dropout multiplies an element by: places and elements are numbered as in {@link Dropout}. */
    IntToDoubleBiFunction dropout = (site, element) -> 1;
    private final Map<String, double[]> firstMoments = new LinkedHashMap<>();
    private final Map<String, double[]> secondMoments = new LinkedHashMap<>();

    // the run under way
    private Tape tape;
    private double objective;
    /** A layer each: the router's probabilities and the chosen experts of all sequences so far. */
    private List<List<Matrix>> probabilities;
    private List<List<int[][]>> choices;
    private double perToken;

    /** From a place and an element. */
    interface IntToDoubleBiFunction {
        double at(int site, int element);
    }

    /** The numbers of {@code parameters}, exactly. */
    Reference(Architecture model, Parameters parameters) {
        this.model = model;
        for (Parameter parameter : parameters.list()) {
            int columns = parameter.fanIn();
            Matrix matrix = new Matrix(parameter.size() / columns, columns);
            for (int i = 0; i < parameter.size(); i++) {
                matrix.value[i] = parameters.values()[parameter.at() + i];
            }
            weights.put(parameter.name(), matrix);
            byRole.put(key(parameter.role(), parameter.layer(), parameter.expert(), parameter.bias()), matrix);
        }
    }

    private static String key(TensorRole role, int layer, int expert, boolean bias) {
        return role + " " + layer + " " + expert + " " + bias;
    }

    private Matrix weight(TensorRole role, int layer) {
        return byRole.get(key(role, layer, -1, false));
    }

    /**
     * Loss and logits of the batch; {@code objective} is what the weights' gradients, set anew, are of, but for z-loss.
     */
    record Result(double loss, double[] logits, double objective) {
    }

    Result run(int[] tokens, int[] targets, int sequences, double scale) {
        weights.values().forEach(matrix -> Arrays.fill(matrix.gradient, 0));
        int context = tokens.length / sequences;
        double loss = 0;
        double[] all = new double[tokens.length * model.vocabulary()];
        tape = new Tape();
        objective = 0;
        perToken = scale;
        probabilities = IntStream.range(0, model.layers()).mapToObj(_ -> (List<Matrix>) new ArrayList<Matrix>())
            .toList();
        choices = IntStream.range(0, model.layers()).mapToObj(_ -> (List<int[][]>) new ArrayList<int[][]>()).toList();
        for (int sequence = 0; sequence < sequences; sequence++) {
            int from = sequence * context;
            Matrix logits = logits(Arrays.copyOfRange(tokens, from, from + context), from * model.width());
            loss += tape.crossEntropy(logits, Arrays.copyOfRange(targets, from, from + context), scale, zLoss);
            System.arraycopy(logits.value, 0, all, from * model.vocabulary(), logits.value.length);
        }
        model.experts().ifPresent(experts -> balance(experts, tokens.length));
        tape.back();
        return new Result(loss, all, scale * loss + objective);
    }

    /** E sum of f_e P_e a layer and token, f_e being the share of places that expert e got in the whole batch. */
    private void balance(Experts experts, int tokens) {
        for (int layer = 0; layer < model.layers(); layer++) {
            double[] shares = new double[experts.count()];
            for (int[][] choice : choices.get(layer)) {
                for (int[] row : choice) {
                    for (int expert : row) {
                        shares[expert] += 1.0 / (tokens * experts.chosen());
                    }
                }
            }
            for (Matrix each : probabilities.get(layer)) {
                objective += tape.weighedSum(each, shares, perToken * balanceLoss * experts.count());
            }
        }
    }

    private Matrix logits(int[] tokens, int first) {
        Matrix looked = tape.times(tape.lookup(weight(TensorRole.EMBEDDING, -1), tokens), model.embeddingScale());
        if (model.positions() instanceof Learned) {
            looked = tape.add(looked, tape.lookup(weight(TensorRole.POSITIONS, -1),
                IntStream.range(0, tokens.length).toArray()));
        }
        Matrix x = dropped(looked, 0, first);
        for (int layer = 0; layer < model.layers(); layer++) {
            Matrix y = attention(norm(x, TensorRole.ATTENTION_NORM, layer), layer);
            y = model.norms().post() ? norm(y, TensorRole.ATTENTION_POST_NORM, layer) : y;
            x = tape.add(x, dropped(y, 1 + 2 * layer, first));
            y = feedForward(norm(x, TensorRole.FEED_FORWARD_NORM, layer), layer);
            y = model.norms().post() ? norm(y, TensorRole.FEED_FORWARD_POST_NORM, layer) : y;
            x = tape.add(x, dropped(y, 2 + 2 * layer, first));
        }
        Matrix normed = norm(x, TensorRole.FINAL_NORM, -1);
        Matrix head = weight(model.tiedHead() ? TensorRole.EMBEDDING : TensorRole.HEAD, -1);
        return capped(tape.timesTransposed(normed, head, model.logitScale()), model.logitCap());
    }

    private Matrix capped(Matrix x, double cap) {
        return cap > 0 ? tape.capped(x, cap) : x;
    }

    private Matrix norm(Matrix x, TensorRole role, int layer) {
        Matrix gain = weight(role, layer);
        double epsilon = model.norms().epsilon();
        return switch (model.norms().kind()) {
            case RMS -> tape.rms(x, gain, epsilon, 0);
            case RMS_PLUS_ONE -> tape.rms(x, gain, epsilon, 1);
            case LAYER -> tape.layerNorm(x, gain, byRole.get(key(role, layer, -1, true)), epsilon);
        };
    }

    private Matrix dropped(Matrix x, int site, int first) {
        return tape.timesConstants(x, element -> dropout.at(site, first + element));
    }

    /** {@code x w^T}, and the bias if there is one. */
    private Matrix linear(Matrix x, TensorRole role, int layer) {
        Matrix y = tape.timesTransposed(x, weight(role, layer), 1);
        Matrix bias = byRole.get(key(role, layer, -1, true));
        return bias == null ? y : tape.addRow(y, bias);
    }

    private Matrix attention(Matrix x, int layer) {
        int h = model.heads().width();
        int heads = model.heads().count();
        int kv = model.heads().kv();
        Matrix all;
        if (weight(TensorRole.QUERY, layer) == null) {
            all = linear(x, TensorRole.QUERY_KEY_VALUE, layer);
        } else {
            all = tape.beside(List.of(linear(x, TensorRole.QUERY, layer), linear(x, TensorRole.KEY, layer),
                linear(x, TensorRole.VALUE, layer)));
        }
        List<Matrix> keys = new ArrayList<>();
        for (int kvHead = 0; kvHead < kv; kvHead++) {
            keys.add(placed(tape.columns(all, (heads + kvHead) * h, h), TensorRole.KEY_NORM, layer));
        }
        List<Matrix> outs = new ArrayList<>();
        for (int head = 0; head < heads; head++) {
            int kvHead = head * kv / heads;
            Matrix query = placed(tape.columns(all, head * h, h), TensorRole.QUERY_NORM, layer);
            Matrix scores = capped(tape.timesTransposed(query, keys.get(kvHead), model.heads().scale()),
                model.heads().cap());
            Matrix shares = tape.causalSoftmax(scores, model.windows().get(layer), model.heads().temperatureTokens());
            outs.add(tape.times(shares, tape.columns(all, (heads + kv + kvHead) * h, h)));
        }
        return linear(tape.beside(outs), TensorRole.OUTPUT, layer);
    }

    private Matrix placed(Matrix head, TensorRole norm, int layer) {
        Matrix normed = model.norms().queryKey() ? norm(head, norm, layer) : head;
        if (!(model.positions() instanceof Rotary rotary)) {
            return normed;
        }
        boolean own = rotary.windowedBase() != 0 && model.windows().get(layer) > 0;
        return tape.turn(normed, own ? rotary.windowedBase() : rotary.base(),
            own ? new RopeScaling.None() : rotary.scaling());
    }

    private Matrix feedForward(Matrix x, int layer) {
        List<Matrix> parts = new ArrayList<>();
        if (model.feedForward().width() > 0) {
            Matrix act = switch (model.feedForward().activation()) {
                case RELU2 -> tape.positiveSquared(linear(x, TensorRole.UP, layer));
                case GELU -> tape.gelu(linear(x, TensorRole.UP, layer));
                case SWIGLU -> tape.product(tape.silu(linear(x, TensorRole.GATE, layer)),
                    linear(x, TensorRole.UP, layer));
                case GEGLU -> tape.product(tape.gelu(linear(x, TensorRole.GATE, layer)),
                    linear(x, TensorRole.UP, layer));
            };
            parts.add(linear(act, TensorRole.DOWN, layer));
        }
        model.experts().ifPresent(experts -> parts.add(experts(x, experts, layer)));
        return parts.size() == 1 ? parts.getFirst()
            : tape.times(tape.add(parts.get(0), parts.get(1)), 1 / Math.sqrt(2));
    }

    private Matrix experts(Matrix x, Experts experts, int layer) {
        Matrix logits = capped(tape.timesTransposed(x, weight(TensorRole.ROUTER, layer), 1), experts.routerCap());
        objective += tape.squaredLogSums(logits, perToken * routerZLoss);
        Matrix p = tape.softmax(logits);
        int[][] chosen = new int[x.rows][];
        for (int row = 0; row < x.rows; row++) {
            int at = row;
            chosen[row] = IntStream.range(0, experts.count()).boxed()
                .sorted((a, b) -> Double.compare(p.at(at, b), p.at(at, a))).limit(experts.chosen())
                .mapToInt(Integer::intValue).toArray();
        }
        probabilities.get(layer).add(p);
        choices.get(layer).add(chosen);
        Matrix shares = tape.chosen(p, chosen, experts.renormalised());
        Matrix sum = null;
        for (int expert = 0; expert < experts.count(); expert++) {
            Matrix up = tape.timesTransposed(x, byRole.get(key(TensorRole.EXPERT_UP, layer, expert, false)), 1);
            Matrix gate = tape.timesTransposed(x, byRole.get(key(TensorRole.EXPERT_GATE, layer, expert, false)), 1);
            Matrix act = model.feedForward().activation() == Architecture.Activation.GEGLU ? tape.gelu(gate)
                : tape.silu(gate);
            Matrix out = tape.timesTransposed(tape.product(act, up),
                byRole.get(key(TensorRole.EXPERT_DOWN, layer, expert, false)), 1);
            Matrix own = tape.timesColumn(out, shares, expert);
            sum = sum == null ? own : tape.add(sum, own);
        }
        return sum;
    }

    /** AdamW, Algorithm 2 of arXiv 1711.05101, with the gradients of the last run. */
    void adamW(int step, double rate, double beta1, double beta2, double epsilon, double decay) {
        weights.forEach((name, matrix) -> {
            double[] m = firstMoments.computeIfAbsent(name, key -> new double[matrix.value.length]);
            double[] v = secondMoments.computeIfAbsent(name, key -> new double[matrix.value.length]);
            double own = matrix.rows == 1 ? 0 : decay;
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
