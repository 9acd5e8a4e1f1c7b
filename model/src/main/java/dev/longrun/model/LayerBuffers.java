package dev.longrun.model;

import dev.longrun.model.Architecture.Norm;

/** What the forward of one block keeps for its backward; what the model has not is empty. Axes: {@link PassContext}. */
final class LayerBuffers {

    /** Of each row that was normed: 1 / RMS, or with LayerNorm the mean and 1 / deviation. */
    record Stats(float[] means_N, float[] inverses_N) {

        static Stats of(Buffers buffers, Architecture model, long rows) {
            return new Stats(buffers.floats(model.norms().kind() == Norm.LAYER ? rows : 0, 1), buffers.floats(rows, 1));
        }
    }

    /** The stream as it comes in; the block before writes it. */
    final float[] x_ND;
    final float[] attentionNormed_ND;
    final Stats attention;
    /** Queries and keys normed and turned, values as they are; in the backward their gradients. */
    final float[] qkv_NQ;
    /** Queries and keys before QK-norm, head by head, [H + G, N, h]. */
    final float[] raw_KNh;
    /** One inverse a head and row, [H + G, N]. */
    final float[] rawInverse_KN;
    final float[] logSum_BHT;
    final float[] attended_NA;
    /** What attention gives before its post-norm. */
    final float[] attentionOut_ND;
    final Stats attentionPost;
    /** The stream between attention and feed-forward. */
    final float[] middle_ND;
    final float[] feedForwardNormed_ND;
    final Stats feedForward;
    final float[] gateUp_NW;
    final float[] act_NF;
    final ExpertBuffers experts;
    /** What the feed-forward layer gives before its post-norm. */
    final float[] feedForwardOut_ND;
    final Stats feedForwardPost;

    LayerBuffers(Buffers buffers, Architecture model, int rows) {
        int width = model.width();
        int rawHeads = model.norms().queryKey() ? model.heads().count() + model.heads().kv() : 0;
        int posts = model.norms().post() ? rows : 0;
        int hidden = model.feedForward().width();
        x_ND = buffers.floats(rows, width);
        attentionNormed_ND = buffers.floats(rows, width);
        attention = Stats.of(buffers, model, rows);
        qkv_NQ = buffers.floats(rows, model.qkvWidth());
        raw_KNh = buffers.floats(rows, (long) rawHeads * model.heads().width());
        rawInverse_KN = buffers.floats(rows, rawHeads);
        logSum_BHT = buffers.floats(rows, model.heads().count());
        attended_NA = buffers.floats(rows, model.queryWidth());
        attentionOut_ND = buffers.floats(posts, width);
        attentionPost = Stats.of(buffers, model, posts);
        middle_ND = buffers.floats(rows, width);
        feedForwardNormed_ND = buffers.floats(rows, width);
        feedForward = Stats.of(buffers, model, rows);
        gateUp_NW = buffers.floats(rows, model.inputWidth(hidden));
        act_NF = buffers.floats(rows, hidden);
        experts = new ExpertBuffers(buffers, model, rows);
        feedForwardOut_ND = buffers.floats(posts, width);
        feedForwardPost = Stats.of(buffers, model, posts);
    }
}
