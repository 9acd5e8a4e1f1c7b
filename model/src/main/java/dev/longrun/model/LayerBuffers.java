package dev.longrun.model;

/** What the forward of one block keeps for its backward. Axes as in {@link PassContext}; inverse: 1 / RMS of a row. */
final class LayerBuffers {

    /** The stream as it comes in; the block before writes it. */
    final float[] x_ND;
    final float[] attentionNormed_ND;
    final float[] attentionInverse_N;
    /** Queries and keys normed and turned, values as they are; in the backward their gradients. */
    final float[] qkv_NQ;
    /** Queries and keys before QK-norm, head by head, [H + G, N, h]; empty without. */
    final float[] raw_KNh;
    /** One inverse a head and row, [H + G, N]; empty without QK-norm. */
    final float[] rawInverse_KN;
    final float[] logSum_BHT;
    final float[] attended_NA;
    /** The stream between attention and feed-forward. */
    final float[] middle_ND;
    final float[] ffnNormed_ND;
    final float[] ffnInverse_N;
    final float[] gateUp_NW;
    final float[] act_NF;

    LayerBuffers(Buffers buffers, LlamaConfig config, int rows) {
        int width = config.width();
        int rawHeads = config.qkNorm() ? config.heads() + config.kvHeads() : 0;
        x_ND = buffers.floats(rows, width);
        attentionNormed_ND = buffers.floats(rows, width);
        attentionInverse_N = buffers.floats(rows, 1);
        qkv_NQ = buffers.floats(rows, config.qkvWidth());
        raw_KNh = buffers.floats(rows, (long) rawHeads * config.headWidth());
        rawInverse_KN = buffers.floats(rows, rawHeads);
        logSum_BHT = buffers.floats(rows, config.heads());
        attended_NA = buffers.floats(rows, config.queryWidth());
        middle_ND = buffers.floats(rows, width);
        ffnNormed_ND = buffers.floats(rows, width);
        ffnInverse_N = buffers.floats(rows, 1);
        gateUp_NW = buffers.floats(rows, config.hiddenWidth());
        act_NF = buffers.floats(rows, config.ffnWidth());
    }
}
