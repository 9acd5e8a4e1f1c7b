package dev.longrun.engine;

import dev.longrun.model.Architecture;
import dev.longrun.model.Architecture.Norm;
import dev.longrun.model.Decoder;
import dev.longrun.model.ModelException;
import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.weights.WeightsException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An open model that reads tokens, of one sequence or of many at once. Axes: M rows (tokens) of a pass, D width, Q
 * queries, keys and values, A all heads' width, V vocabulary. Activations and kept keys and values are f32: unpacked in
 * registers, weights cost no more than the reading of them, so eight-bit activations would gain little and lose
 * accuracy. Serves one caller at a time.
 */
public final class Engine implements AutoCloseable {

    /** Rows that one pass through the layers takes at most. */
    static final int ROWS = 256;

    /**
     * What a sequence reads next.
     *
     * @param sequence of this engine's
     * @param tokens ids, of which the first {@code count} are read
     * @param count at least 1
     */
    public record Next(Sequence sequence, int[] tokens, int count) {
    }

    private final Architecture model;
    private final ThreadTeam team;
    private final Kernels kernels = Kernels.fastest();
    private final Arena arena = Arena.ofShared();
    private final ModelWeights weights;
    private final Linear linear;
    private final AttentionStep attention;
    private final FeedForwardStep feedForward;
    private final float[] x_MD;
    private final float[] normed_MD;
    private final float[] added_MD;
    private final float[] qkv_MQ;
    private final float[] attended_MA;
    private final float[] means_M = new float[ROWS];
    private final float[] inverses_M = new float[ROWS];
    private float[] last_D = {};
    private float[] logits_V = {};
    private final int[] tokens_M = new int[ROWS];
    private final int[] places_M = new int[ROWS];

    private Engine(OpenModel from, ThreadTeam team) {
        model = from.architecture();
        this.team = team;
        weights = new ModelWeights(from, team, arena);
        linear = new Linear(team);
        attention = new AttentionStep(model, team, weights.layers[0], ROWS);
        feedForward = new FeedForwardStep(model, linear, ROWS);
        x_MD = new float[Math.multiplyExact(ROWS, model.width())];
        normed_MD = new float[x_MD.length];
        added_MD = new float[x_MD.length];
        qkv_MQ = new float[Math.multiplyExact(ROWS, model.qkvWidth())];
        attended_MA = new float[Math.multiplyExact(ROWS, model.queryWidth())];
    }

    /**
     * Reads a GGUF file, or a folder in Hugging Face layout.
     *
     * @throws ModelException in one line, if it is missing, broken, or none that can be run
     */
    public static Engine open(Path path, ThreadTeam team) {
        try (OpenModel files = path.toString().endsWith(".gguf") ? GgufOpenModel.open(path) : HfModel.open(path)) {
            return new Engine(files, team);
        } catch (WeightsException | ModelException e) {
            throw new ModelException(e.getMessage().startsWith(path.toString()) ? e.getMessage()
                : path + ": " + e.getMessage(), e);
        }
    }

    /** What it computes. */
    public Architecture architecture() {
        return model;
    }

    /** Bytes of the weights in memory. */
    public long weightBytes() {
        return weights.bytes();
    }

    /**
     * A new sequence of up to {@code capacity} tokens; it takes memory as it grows.
     *
     * @throws ModelException if the model's context is shorter
     */
    public Sequence sequence(int capacity) {
        if (capacity < 1 || capacity > model.context()) {
            throw new ModelException("model: a sequence of " + capacity + " tokens; this model has a context of 1 to "
                + model.context());
        }
        return new Sequence(model, capacity);
    }

    /** One sequence by itself. */
    public Decoder decoder(int capacity) {
        return new SequenceDecoder(this, capacity);
    }

    /**
     * Reads the next tokens of some sequences, each of which may be there once.
     *
     * @return the logits of what follows the last token of each, [sequences, V]; the engine's own array, until the next
     *     call. A sequence's have the same bits whatever else is read and however its tokens were cut into calls.
     * @throws ModelException if tokens do not fit into what is left of a sequence, or an id is outside the vocabulary
     */
    public float[] feed(List<Next> all) {
        all.forEach(this::check);
        int vocabulary = model.vocabulary();
        if (logits_V.length < all.size() * vocabulary) {
            logits_V = new float[Math.multiplyExact(all.size(), vocabulary)];
            last_D = new float[all.size() * model.width()];
        }
        int[] done = new int[all.size()];
        int from = 0;
        while (from < all.size()) {
            from = pass(all, done, from);
        }
        norm(last_D, all.size(), weights.finalNorm, last_D);
        linear.multiply(all.size(), last_D, 0, model.width(), logits_V, 0, vocabulary, weights.head);
        finish(all.size() * vocabulary);
        return logits_V;
    }

    private void check(Next next) {
        Sequence sequence = next.sequence;
        int left = sequence.capacity() - sequence.position();
        if (next.count < 1 || next.count > next.tokens.length || next.count > left) {
            throw new ModelException("model: " + next.count + " tokens to read; there are " + next.tokens.length
                + ", and room for " + left + " of " + sequence.capacity());
        }
        for (int i = 0; i < next.count; i++) {
            if (next.tokens[i] < 0 || next.tokens[i] >= model.vocabulary()) {
                throw new ModelException("model: token " + next.tokens[i] + " is outside the vocabulary of "
                    + model.vocabulary());
            }
        }
    }

    /** Reads up to {@link #ROWS} tokens, from those of {@code from} on; the first that has some left. */
    private int pass(List<Next> all, int[] done, int from) {
        List<AttentionStep.Run> runs = new ArrayList<>();
        int rows = 0;
        int next = from;
        while (next < all.size() && rows < ROWS) {
            Next one = all.get(next);
            int count = Math.min(ROWS - rows, one.count - done[next]);
            for (int i = 0; i < count; i++) {
                tokens_M[rows + i] = one.tokens[done[next] + i];
                places_M[rows + i] = one.sequence.position() + i;
            }
            runs.add(new AttentionStep.Run(one.sequence, rows, count));
            rows += count;
            done[next] += count;
            if (done[next] < one.count) {
                break;
            }
            next++;
        }
        layers(rows, runs.toArray(AttentionStep.Run[]::new));
        for (int i = 0; i < runs.size(); i++) {
            AttentionStep.Run run = runs.get(i);
            run.sequence().advance(run.rows());
            System.arraycopy(x_MD, (run.firstRow() + run.rows() - 1) * model.width(), last_D,
                (from + i) * model.width(), model.width());
        }
        return next;
    }

    private void layers(int rows, AttentionStep.Run[] runs) {
        attention.begin(runs);
        team.run(rows, (row, _) -> embed(row));
        for (int i = 0; i < weights.layers.length; i++) {
            ModelWeights.Layer layer = weights.layers[i];
            norm(x_MD, rows, layer.attentionNorm(), normed_MD);
            linear.multiply(rows, normed_MD, 0, model.width(), qkv_MQ, 0, model.qkvWidth(), layer.qkv());
            Biases.add(kernels, layer.qkvBias(), qkv_MQ, model.qkvWidth(), rows);
            attention.run(i, layer, qkv_MQ, attended_MA);
            linear.multiply(rows, attended_MA, 0, model.queryWidth(), added_MD, 0, model.width(), layer.output());
            Biases.add(kernels, layer.outputBias(), added_MD, model.width(), rows);
            addToStream(rows, layer.attentionPost());
            norm(x_MD, rows, layer.feedForwardNorm(), normed_MD);
            feedForward.run(rows, layer, normed_MD, added_MD);
            addToStream(rows, layer.feedForwardPost());
        }
    }

    private void embed(int row) {
        int width = model.width();
        ScalarBlocks.row(weights.embedding, tokens_M[row], x_MD, row * width);
        if (model.embeddingScale() != 1) {
            kernels.scale(x_MD, row * width, (float) model.embeddingScale(), width);
        }
        if (weights.positions.length > 0) {
            kernels.add(weights.positions, places_M[row] * width, x_MD, row * width, width);
        }
    }

    private void addToStream(int rows, ModelWeights.Norm post) {
        if (post.gain().length > 0) {
            norm(added_MD, rows, post, normed_MD);
            kernels.add(normed_MD, 0, x_MD, 0, rows * model.width());
        } else {
            kernels.add(added_MD, 0, x_MD, 0, rows * model.width());
        }
    }

    private void norm(float[] x, int rows, ModelWeights.Norm norm, float[] y) {
        int width = model.width();
        float epsilon = (float) model.norms().epsilon();
        for (int first = 0; first < rows; first += ROWS) {
            int count = Math.min(ROWS, rows - first);
            if (model.norms().kind() == Norm.LAYER) {
                float[] to = x == y ? normed_MD : y;
                kernels.layerNorm(x, first * width, width, norm.gain(), 0, norm.bias(), 0, to, x == y ? 0
                    : first * width, width, means_M, 0, inverses_M, 0, count, width, epsilon);
                if (x == y) {
                    System.arraycopy(to, 0, y, first * width, count * width);
                }
            } else {
                kernels.rmsNorm(x, first * width, width, norm.gain(), 0, y, first * width, width, inverses_M, 0, count,
                    width, epsilon);
            }
        }
    }

    private void finish(int count) {
        if (model.logitCap() > 0) {
            kernels.softCap(logits_V, 0, (float) model.logitScale(), (float) model.logitCap(), count);
        } else if (model.logitScale() != 1) {
            kernels.scale(logits_V, 0, (float) model.logitScale(), count);
        }
    }

    /** Gives the weights' memory back; the engine is of no use after. */
    @Override
    public void close() {
        arena.close();
    }
}
