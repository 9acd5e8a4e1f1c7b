package dev.longrun.engine;

import static dev.longrun.model.TensorRole.ATTENTION_NORM;
import static dev.longrun.model.TensorRole.ATTENTION_POST_NORM;
import static dev.longrun.model.TensorRole.DOWN;
import static dev.longrun.model.TensorRole.EMBEDDING;
import static dev.longrun.model.TensorRole.EXPERT_DOWN;
import static dev.longrun.model.TensorRole.EXPERT_GATE;
import static dev.longrun.model.TensorRole.EXPERT_UP;
import static dev.longrun.model.TensorRole.FEED_FORWARD_NORM;
import static dev.longrun.model.TensorRole.FEED_FORWARD_POST_NORM;
import static dev.longrun.model.TensorRole.FINAL_NORM;
import static dev.longrun.model.TensorRole.GATE;
import static dev.longrun.model.TensorRole.HEAD;
import static dev.longrun.model.TensorRole.KEY;
import static dev.longrun.model.TensorRole.KEY_NORM;
import static dev.longrun.model.TensorRole.OUTPUT;
import static dev.longrun.model.TensorRole.POSITIONS;
import static dev.longrun.model.TensorRole.QUERY;
import static dev.longrun.model.TensorRole.QUERY_KEY_VALUE;
import static dev.longrun.model.TensorRole.QUERY_NORM;
import static dev.longrun.model.TensorRole.ROUTER;
import static dev.longrun.model.TensorRole.UP;
import static dev.longrun.model.TensorRole.VALUE;

import dev.longrun.model.Architecture;
import dev.longrun.model.Architecture.Learned;
import dev.longrun.model.ModelException;
import dev.longrun.model.TensorRole;
import dev.longrun.tensor.ThreadTeam;
import java.lang.foreign.Arena;
import java.util.Optional;

/**
 * A model's numbers in memory: matrices packed, norms and biases as floats. Each matrix is repacked by the whole team
 * and its pages of the file given back before the next, so that at no time much more than the file's size is resident.
 * Axes: D width, Q queries, keys and values together, A all heads' width, F hidden width, E experts, V vocabulary.
 */
final class ModelWeights {

    /** A norm's gain, and its bias where it has one. */
    record Norm(float[] gain, float[] bias) {
    }

    /** A feed-forward layer: gate and up, or up alone, with their bias [F] or [2 F], and down. */
    record FeedForward(PackedWeights[] input, float[] inputBias, PackedWeights[] down, float[] downBias) {
    }

    /** A block. What an architecture lacks is empty. */
    record Layer(Norm attentionNorm, PackedWeights[] qkv, float[] qkvBias, float[] queryNorm, float[] keyNorm,
        PackedWeights[] output, float[] outputBias, Norm attentionPost, Norm feedForwardNorm,
        Optional<FeedForward> dense, PackedWeights[] router, FeedForward[] experts, Norm feedForwardPost) {
    }

    private static final float[] NONE = {};

    final Layer[] layers;
    final PackedWeights embedding;
    final float[] positions;
    final Norm finalNorm;
    final PackedWeights head;

    private final OpenModel from;
    private final ThreadTeam team;
    private final Arena arena;
    private long bytes;

    ModelWeights(OpenModel from, ThreadTeam team, Arena arena) {
        this.from = from;
        this.team = team;
        this.arena = arena;
        Architecture model = from.architecture();
        embedding = matrix(EMBEDDING, -1, -1, model.vocabulary(), model.width());
        positions = model.positions() instanceof Learned
            ? floats(POSITIONS, model.context(), model.width()) : NONE;
        layers = new Layer[model.layers()];
        for (int i = 0; i < layers.length; i++) {
            layers[i] = layer(model, i);
        }
        finalNorm = norm(FINAL_NORM, -1, model.width());
        head = model.tiedHead() ? embedding : matrix(HEAD, -1, -1, model.vocabulary(), model.width());
    }

    /** Bytes of all matrices as they are packed. */
    long bytes() {
        return bytes;
    }

    private Layer layer(Architecture model, int layer) {
        int width = model.width();
        int headWidth = model.heads().width();
        boolean post = model.norms().post();
        boolean queryKey = model.norms().queryKey();
        int hidden = model.feedForward().width();
        PackedWeights[] router = {};
        FeedForward[] experts = {};
        if (model.experts().isPresent()) {
            Architecture.Experts all = model.experts().get();
            router = new PackedWeights[] {matrix(ROUTER, layer, -1, all.count(), width)};
            experts = new FeedForward[all.count()];
            for (int expert = 0; expert < experts.length; expert++) {
                experts[expert] = new FeedForward(new PackedWeights[] {
                    matrix(EXPERT_GATE, layer, expert, all.width(), width),
                    matrix(EXPERT_UP, layer, expert, all.width(), width)}, NONE,
                    new PackedWeights[] {matrix(EXPERT_DOWN, layer, expert, width, all.width())}, NONE);
            }
        }
        return new Layer(norm(ATTENTION_NORM, layer, width), qkv(model, layer), qkvBias(model, layer),
            queryKey ? vector(QUERY_NORM, layer, false, headWidth) : NONE,
            queryKey ? vector(KEY_NORM, layer, false, headWidth) : NONE,
            new PackedWeights[] {matrix(OUTPUT, layer, -1, width, model.queryWidth())},
            model.heads().outputBias() ? vector(OUTPUT, layer, true, width) : NONE,
            post ? norm(ATTENTION_POST_NORM, layer, width) : new Norm(NONE, NONE),
            norm(FEED_FORWARD_NORM, layer, width),
            hidden > 0 ? Optional.of(dense(model, layer)) : Optional.empty(), router, experts,
            post ? norm(FEED_FORWARD_POST_NORM, layer, width) : new Norm(NONE, NONE));
    }

    private PackedWeights[] qkv(Architecture model, int layer) {
        if (from.fused()) {
            return new PackedWeights[] {matrix(QUERY_KEY_VALUE, layer, -1, model.qkvWidth(), model.width())};
        }
        int keys = model.heads().kv() * model.heads().width();
        return new PackedWeights[] {matrix(QUERY, layer, -1, model.queryWidth(), model.width()),
            matrix(KEY, layer, -1, keys, model.width()), matrix(VALUE, layer, -1, keys, model.width())};
    }

    private float[] qkvBias(Architecture model, int layer) {
        if (!model.heads().inputBias()) {
            return NONE;
        }
        if (from.fused()) {
            return vector(QUERY_KEY_VALUE, layer, true, model.qkvWidth());
        }
        int keys = model.heads().kv() * model.heads().width();
        return joined(vector(QUERY, layer, true, model.queryWidth()), vector(KEY, layer, true, keys),
            vector(VALUE, layer, true, keys));
    }

    private FeedForward dense(Architecture model, int layer) {
        int width = model.width();
        int hidden = model.feedForward().width();
        boolean bias = model.feedForward().bias();
        PackedWeights up = matrix(UP, layer, -1, hidden, width);
        float[] upBias = bias ? vector(UP, layer, true, hidden) : NONE;
        float[] downBias = bias ? vector(DOWN, layer, true, width) : NONE;
        PackedWeights[] down = {matrix(DOWN, layer, -1, width, hidden)};
        if (!model.feedForward().activation().gated()) {
            return new FeedForward(new PackedWeights[] {up}, upBias, down, downBias);
        }
        return new FeedForward(new PackedWeights[] {matrix(GATE, layer, -1, hidden, width), up},
            bias ? joined(vector(GATE, layer, true, hidden), upBias) : NONE, down, downBias);
    }

    private static float[] joined(float[]... parts) {
        int size = 0;
        for (float[] part : parts) {
            size += part.length;
        }
        float[] all = new float[size];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private Norm norm(TensorRole role, int layer, int width) {
        boolean bias = from.architecture().norms().kind() == Architecture.Norm.LAYER;
        return new Norm(vector(role, layer, false, width), bias ? vector(role, layer, true, width) : NONE);
    }

    private float[] vector(TensorRole role, int layer, boolean bias, int size) {
        float[] vector = from.vector(role, layer, bias);
        if (vector.length != size) {
            throw new ModelException("model: " + role + " of layer " + layer + " has " + vector.length
                + " numbers, expected " + size);
        }
        return vector;
    }

    private float[] floats(TensorRole role, int rows, int columns) {
        OpenModel.Matrix source = source(role, -1, -1, rows, columns);
        float[] floats = new float[Math.multiplyExact(rows, columns)];
        source.type().decode(source.data(), 0, floats, 0, floats.length);
        return floats;
    }

    private OpenModel.Matrix source(TensorRole role, int layer, int expert, int rows, int columns) {
        OpenModel.Matrix source = from.matrix(role, layer, expert);
        if (source.rows() != rows || source.columns() != columns) {
            throw new ModelException("model: " + role + (layer < 0 ? "" : " of layer " + layer) + " is "
                + source.rows() + " x " + source.columns() + ", expected " + rows + " x " + columns);
        }
        return source;
    }

    private PackedWeights matrix(TensorRole role, int layer, int expert, int rows, int columns) {
        OpenModel.Matrix source = source(role, layer, expert, rows, columns);
        Encoding encoding = Encoding.of(source.type()).orElseThrow(() -> new ModelException("model: " + role
            + " is stored as " + source.type() + "; F32, F16, BF16, Q8_0, Q4_0, Q4_K and Q6_K can be run"));
        PackedWeights packed = new PackedWeights(encoding, rows, columns, arena);
        team.run(Math.ceilDiv(rows, PackedWeights.ROWS),
            (group, worker) -> Repacker.group(source.data(), source.order(), packed, group));
        Pages.release(source.data());
        bytes += packed.bytes();
        return packed;
    }
}
