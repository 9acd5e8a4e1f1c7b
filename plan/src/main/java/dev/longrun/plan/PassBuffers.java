package dev.longrun.plan;

import dev.longrun.run.ModelShape;
import dev.longrun.run.ModelShape.Family;
import java.util.List;

/**
 * Float32 buffers of a training pass, one by one, as the model module makes them: what the forward pass leaves behind
 * in every layer for the backward, what the backward uses over and over, and each thread's scores. Equal to
 * {@code TrainingPass.activationBytes()} but for rows of caps and temperatures.
 */
final class PassBuffers {
    /** Query rows whose scores exist at once in a thread. */
    private static final int SCORE_ROWS = 64;
    /** Rows that a slice of the norm gains' gradients sums over. */
    private static final int SLICE_ROWS = 64;
    /** Logits of a chunk hold about so many floats, but at least {@link #LEAST_LOGIT_ROWS} rows. */
    private static final long LOGIT_FLOATS = 1 << 21;
    private static final long LEAST_LOGIT_ROWS = 256;
    /** A row of logits is filled up to a multiple of this. */
    private static final long LANES = 16;
    /** Columns of a packed matrix are rounded up to a multiple of this. */
    private static final long PANEL = 32;

    /** {@code floats} in all. */
    record Buffer(String name, long floats) {
    }

    private PassBuffers() {
    }

    /** For so many tokens (N), in whole sequences, and so many threads; {@code dropout}: where something is dropped. */
    static List<Buffer> of(ModelShape shape, long tokens, int threads, boolean dropout) {
        long width = shape.width();
        long heads = shape.heads();
        long headWidth = shape.headWidth();
        long queries = heads * headWidth;
        long keys = shape.kvHeads() * headWidth;
        long ffn = shape.denseWidth();
        long experts = shape.experts().orElse(0);
        long chosen = ClusterModel.chosenExperts(shape);
        long expertWidth = shape.expertWidth().orElse(shape.ffnWidth());
        boolean post = shape.family().postNorms();
        long posts = post ? 1 : 0;
        long layerNorms = shape.family() == Family.GPT2 ? 1 : 0;
        boolean apart = post || experts > 0 && ffn > 0;
        long context = Math.min(shape.context(), tokens);
        long all = shape.layers() * tokens;
        long normed = shape.qkNorm() ? 1 : 0;
        long gates = shape.activation().inputs();
        long block = Math.min(SCORE_ROWS, context);
        return List.of(
            new Buffer("residual before attention and feed-forward, last [N, width]", (2 * all + tokens) * width),
            new Buffer("their norms [N, width]", (2 * all + tokens) * width),
            new Buffer("inverse root mean squares, and means [N]", (1 + layerNorms) * ((2 + 2 * posts) * all + tokens)),
            new Buffer("what blocks give before their norm [N, width]", 2 * posts * all * width),
            new Buffer("query, key, value [N, (heads + 2 kv heads) x head width]", all * (queries + 2 * keys)),
            new Buffer("query and key before their norm", normed * all * (queries + keys)),
            new Buffer("their inverses [N, heads + kv heads]", normed * all * (heads + shape.kvHeads())),
            new Buffer("logarithms of the scores' sums [N, heads]", all * heads),
            new Buffer("attention out [N, heads x head width]", all * queries),
            new Buffer("gate and up [N, feed-forward width]", all * gates * ffn),
            new Buffer("feed-forward product [N, feed-forward width]", all * ffn),
            new Buffer("router: logits, probabilities, choice, order", all * (2 * experts + (experts > 0 ? 1 : 0)
                + 4 * chosen) + (experts > 0 ? shape.layers() * (experts + 1) : 0)),
            new Buffer("experts' gate and up, product, by chosen rows", all * chosen * (gates + 1) * expertWidth),
            new Buffer("rows sorted by expert, in and out, and gradients", experts == 0 ? 0
                : tokens * (chosen * (2 * width + expertWidth + 1) + experts)),
            new Buffer("gradients of residual and norm [N, width]", 2 * tokens * width),
            new Buffer("gradient of the product or the heads' out", tokens * Math.max(ffn, queries)),
            new Buffer("a block's output before it is added, and its gradient [N, width]",
                ((dropout || apart ? 1 : 0) + (apart ? 1 : 0)) * tokens * width),
            new Buffer("losses [N]", tokens),
            new Buffer("slices of the gains' and biases' gradients", Math.ceilDiv(tokens, SLICE_ROWS)
                * ((1 + layerNorms) * width + biases(shape, queries + 2 * keys))
                + normed * tokens / context * shape.kvHeads() * 2 * headWidth),
            new Buffer("rotary table [context, head width]", context * (headWidth / 2) * 2),
            new Buffer("scores of each thread", threads * (2 * block * context + 2 * context * headWidth
                + block * headWidth)),
            new Buffer("keys and values of each thread, packed", threads * (2 * headWidth * panels(context)
                + context * panels(headWidth))),
            new Buffer("head, packed for both directions", width * panels(shape.vocabulary())
                + shape.vocabulary() * panels(width)));
    }

    /** The widest row that has a bias. */
    private static long biases(ModelShape shape, long inputs) {
        return switch (shape.family()) {
            case QWEN2 -> inputs;
            case GPT2 -> Math.max(inputs, Math.max(shape.width(), shape.ffnWidth()));
            default -> 0;
        };
    }

    private static long panels(long columns) {
        return Math.ceilDiv(columns, PANEL) * PANEL;
    }

    static long activationBytes(ModelShape shape, long tokens, int threads, boolean dropout) {
        return Float.BYTES * of(shape, tokens, threads, dropout).stream().mapToLong(Buffer::floats).sum();
    }

    /** Rows whose logits exist at once. */
    static long logitRows(ModelShape shape, long tokens) {
        return Math.min(tokens, Math.max(LEAST_LOGIT_ROWS, LOGIT_FLOATS / shape.vocabulary()));
    }

    static long logitBytes(ModelShape shape, long tokens) {
        return Float.BYTES * logitRows(shape, tokens) * Math.ceilDiv(shape.vocabulary(), LANES) * LANES;
    }
}
