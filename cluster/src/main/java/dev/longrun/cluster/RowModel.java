package dev.longrun.cluster;

import dev.longrun.cluster.Transformer.Experts;
import dev.longrun.cluster.Transformer.Latent;
import dev.longrun.run.CsvTable;
import java.util.Optional;

/**
 * The architecture of a row of published runs. What the columns do not say is what fits their parameter counts best:
 * gated or not; the experts' width from total less active parameters; a mixture's head width from active parameters.
 * Heads that are not published are taken as 128 wide.
 */
final class RowModel {

    private static final int USUAL_HEAD = 128;
    private static final int USUAL_VOCABULARY = 50_257;
    private static final int EXPERT_STEP = 64;
    private static final CsvTable LATENT = Tables.shipped("architectures.csv");

    private RowModel() {
    }

    static Transformer of(RowCells cells) {
        int layers = cells.whole("layers", 1, 10_000);
        int width = cells.whole("hidden", 1, 1_000_000);
        int heads = cells.has("heads") ? cells.whole("heads", 1, 100_000) : Math.max(1, width / USUAL_HEAD);
        int kvHeads = cells.has("kv_heads") ? cells.whole("kv_heads", 1, 100_000) : heads;
        int vocabulary = cells.has("vocab") ? cells.whole("vocab", 2, 10_000_000) : USUAL_VOCABULARY;
        if (heads % kvHeads != 0) {
            throw cells.problem("kv_heads", heads + " heads do not divide among " + kvHeads + " of keys and values");
        }
        if (cells.has("experts")) {
            return mixture(cells, layers, width, heads, kvHeads, vocabulary);
        }
        if (width % heads != 0) {
            throw cells.problem("heads", "a width of " + width + " does not divide into " + heads + " heads");
        }
        int ffn = cells.has("ffn_hidden") ? cells.whole("ffn_hidden", 1, 10_000_000) : 4 * width;
        Transformer plain = new Transformer(layers, width, heads, kvHeads, width / heads, ffn, false, vocabulary, true,
            Optional.empty(), Optional.empty());
        Transformer gated = new Transformer(layers, width, heads, kvHeads, width / heads, ffn, true, vocabulary, false,
            Optional.empty(), Optional.empty());
        if (!cells.has("params_b")) {
            return cells.has("ffn_hidden") ? gated : plain;
        }
        double told = cells.number("params_b", 1e-6, 1e6) * 1e9;
        return Math.abs(parameters(gated) - told) < Math.abs(parameters(plain) - told) ? gated : plain;
    }

    /** Matrices and vocabulary. */
    static double parameters(Transformer model) {
        LayerWeights layer = LayerWeights.of(model);
        return model.layers() * (layer.attention() + layer.dense())
            + (model.tiedHead() ? 1.0 : 2.0) * model.vocabulary() * model.width();
    }

    private static Transformer mixture(RowCells cells, int layers, int width, int heads, int kvHeads,
        int vocabulary) {
        int count = cells.whole("experts", 2, 100_000);
        int each = cells.whole("topk", 1, count);
        for (CsvTable.Row known : LATENT.rows()) {
            if (number(known, "layers") == layers && number(known, "width") == width
                && number(known, "experts") == count) {
                Experts experts = new Experts(count, each, number(known, "shared_experts"),
                    number(known, "expert_width"), number(known, "dense_layers"));
                Latent latent = new Latent(number(known, "query_rank"), number(known, "key_rank"),
                    number(known, "nope_width"), number(known, "rope_width"), number(known, "value_width"));
                return new Transformer(layers, width, heads, heads, latent.nopeWidth(), number(known, "dense_ffn"),
                    true, vocabulary, false, Optional.of(experts), Optional.of(latent));
            }
        }
        double all = cells.number("params_b", 1e-6, 1e6) * 1e9;
        double active = cells.number("active_params_b", 1e-6, 1e6) * 1e9;
        double expertWidth = (all - active) / ((double) layers * (count - each) * 3 * width);
        if (each == count || expertWidth < 1) {
            throw cells.problem("active_params_b", "no width of an expert follows from " + cells.text("params_b")
                + " and " + cells.text("active_params_b") + " billion parameters");
        }
        int rounded = (int) Math.max(EXPERT_STEP, Math.round(expertWidth / EXPERT_STEP) * EXPERT_STEP);
        double rest = active - (double) layers * each * 3 * width * rounded;
        return new Transformer(layers, width, heads, kvHeads,
            headWidth(rest, layers, width, heads, kvHeads, vocabulary), 0, true, vocabulary, false,
            Optional.of(new Experts(count, each, 0, rounded, 0)), Optional.empty());
    }

    /** The usual head width that explains what active parameters are not experts; some count one vocabulary matrix. */
    private static int headWidth(double rest, int layers, int width, int heads, int kvHeads, int vocabulary) {
        int best = 0;
        double least = Double.MAX_VALUE;
        for (int head : new int[] {width % heads == 0 ? width / heads : USUAL_HEAD, 64, USUAL_HEAD}) {
            for (int ends = 1; ends <= 2; ends++) {
                double told = 2.0 * layers * width * head * (heads + kvHeads) + (double) ends * vocabulary * width;
                if (Math.abs(told - rest) < least) {
                    least = Math.abs(told - rest);
                    best = head;
                }
            }
        }
        return best;
    }

    private static int number(CsvTable.Row row, String column) {
        return (int) row.number(column).orElseThrow();
    }
}
