package dev.longrun.model;

import dev.longrun.model.Architecture.Experts;

/** What the forward of one block's experts keeps; empty without experts. Axes: {@link PassContext}. */
final class ExpertBuffers {

    /** The router's logits, capped. */
    final float[] logits_NE;
    final float[] probabilities_NE;
    final float[] logSum_N;
    /** The chosen experts, the likeliest first, and what each is weighed with. */
    final int[] chosen_NK;
    final float[] weights_NK;
    /** Where a token's row for a chosen expert stands among the rows sorted by expert, and the way back. */
    final int[] place_NK;
    final int[] origin_M;
    /** Where an expert's rows begin; one more says where the last one's end. */
    final int[] starts_E;
    final float[] gateUp_MW;
    final float[] act_MF;

    ExpertBuffers(Buffers buffers, Architecture model, int rows) {
        int experts = model.experts().map(Experts::count).orElse(0);
        int chosen = model.experts().map(Experts::chosen).orElse(0);
        int hidden = model.experts().map(Experts::width).orElse(0);
        int places = Math.multiplyExact(rows, chosen);
        logits_NE = buffers.floats(rows, experts);
        probabilities_NE = buffers.floats(rows, experts);
        logSum_N = buffers.floats(experts == 0 ? 0 : rows, 1);
        chosen_NK = buffers.ints(rows, chosen);
        weights_NK = buffers.floats(rows, chosen);
        place_NK = buffers.ints(rows, chosen);
        origin_M = buffers.ints(places, 1);
        starts_E = buffers.ints(experts == 0 ? 0 : experts + 1, 1);
        gateUp_MW = buffers.floats(places, model.inputWidth(hidden));
        act_MF = buffers.floats(places, hidden);
    }
}
