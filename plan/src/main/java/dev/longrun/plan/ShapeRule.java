package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.run.ModelShape;
import dev.longrun.run.ModelShape.Activation;
import dev.longrun.run.ModelShape.Family;
import dev.longrun.run.RunFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ladder of sane shapes: everything about a model follows from its width, save what the run file gives. Width over
 * layers grows from 32 at width 128 to 70 at 2,048 and 125 at 16,384, between the 64 that karpathy/nanochat found best
 * at 1e18 FLOP (dev/LOG.md, 2026-01-17) and Llama 3's 128 (arXiv 2407.21783, table 3).
 */
final class ShapeRule {
    static final String LADDER = "ladder of shapes: karpathy/nanochat dev/LOG.md 2026-01-17; arXiv 2407.21783 table 3";
    private static final String VOCABULARY_SOURCE = "exponent after arXiv 2407.13623, level by our own arithmetic";
    private static final int SMALLEST_WIDTH = 64;
    private static final int LARGEST_WIDTH = 65_536;
    private static final int WIDEST_TIED = 2048;

    private final RunFile file;

    ShapeRule(RunFile file) {
        this.file = file;
    }

    /** One shape of the given width; or all of the ladder's, two a width: layers rounded down and up. */
    List<ModelShape> candidates() {
        Optional<Integer> given = file.value("model.width", Integer.class);
        if (given.isPresent()) {
            return List.of(shape(given.get(), (int) Math.round(layers(given.get()))));
        }
        List<ModelShape> shapes = new ArrayList<>();
        int width = SMALLEST_WIDTH;
        while (width <= LARGEST_WIDTH) {
            double layers = layers(width);
            shapes.add(shape(width, (int) Math.floor(layers)));
            if (Math.ceil(layers) > Math.floor(layers) && !file.has("model.layers")) {
                shapes.add(shape(width, (int) Math.ceil(layers)));
            }
            // Steps of 32 up to 256, of 64 up to 512, of 128 up to 1,024, and so on.
            width += Math.max(32, Integer.highestOneBit(width) / 4);
        }
        return shapes;
    }

    /** The shape of a width; what the run file gives stays as given. */
    private ModelShape shape(int width, int ladderLayers) {
        int headWidth = given("model.head_width", headWidth(width));
        int heads = given("model.heads", Math.max(1, Math.round((float) width / headWidth)));
        Family family = file.value("model.family", Family.class).orElse(Family.LLAMA);
        Activation activation = file.value("model.activation", Activation.class).orElse(family.activation());
        int ffnWidth = given("model.ffn_width", ffnWidth(width, activation));
        int layers = given("model.layers", ladderLayers);
        int kvHeads = given("model.kv_heads", kvHeads(heads));
        double blocks = (double) layers * width * (2.0 * heads * headWidth + 2.0 * kvHeads * headWidth
            + (activation.inputs() + 1.0) * ffnWidth);
        return new ModelShape(file.value("model.preset", String.class),
            family, layers, width, heads, kvHeads, headWidth,
            optional("model.key_rank"), optional("model.query_rank"), optional("model.rope_width"),
            optional("model.value_width"), ffnWidth, optional("model.experts"), optional("model.experts_per_token"),
            optional("model.shared_experts"), optional("model.expert_width"), optional("model.dense_layers"),
            optional("model.window"), file.value("model.reading", ModelShape.Reading.class),
            given("model.vocabulary", vocabulary(blocks)), given("model.context", context(blocks)),
            activation, file.value("model.qk_norm", Boolean.class).orElse(family.qkNorm().orElse(true)),
            file.value("model.tied_head", Boolean.class).orElse(width <= WIDEST_TIED),
            file.value("model.rope_base", Double.class).orElse(10_000.0),
            file.value("model.norm_epsilon", Double.class).orElse(1e-5));
    }

    private Optional<Integer> optional(String path) {
        return file.value(path, Integer.class);
    }

    private int given(String path, int otherwise) {
        return file.value(path, Integer.class).orElse(otherwise);
    }

    private int headWidth(int width) {
        Optional<Integer> heads = file.value("model.heads", Integer.class);
        if (heads.isPresent()) {
            return Math.max(2, width / heads.get() / 2 * 2);
        }
        return width < 256 ? 32 : width < 2048 ? 64 : 128;
    }

    private static double layers(int width) {
        double aspect = 32 * Math.pow(width / 128.0, 0.28);
        return Math.max(2, width / aspect);
    }

    /** Grouped-query attention, with 8 groups as Llama 3 has them, where the cache would begin to weigh: 32 heads. */
    private static int kvHeads(int heads) {
        return heads >= 32 && heads % 8 == 0 ? 8 : heads;
    }

    private static int ffnWidth(int width, Activation activation) {
        return activation.inputs() == 1 ? 4 * width : Math.ceilDiv(8 * width, 3 * 32) * 32;
    }

    private int vocabulary(double blocks) {
        double most = file.value("data.train_bytes", Long.class).map(bytes -> bytes / 256.0).orElse(131_072.0);
        return (int) Grid.powerOfTwo(6400 * Math.pow(blocks / 1e6, 0.4), 1024, Math.clamp(most, 1024, 131_072));
    }

    private static int context(double blocks) {
        return (int) Grid.powerOfTwo(380 * Math.pow(blocks / 1e6, 0.35), 128, 4096);
    }

    /** Writes the shape into the run file, each value with its rule; {@code why} says how its size was chosen. */
    void derive(ModelShape shape, String why, String source) {
        file.derive("model.family", shape.family(), "the one that is trained here", "our choice");
        file.derive("model.width", shape.width(), why, source);
        file.derive("model.layers", shape.layers(), Words.format(
            "width %d over %.3g, a ratio that grows with the width", shape.width(),
            (double) shape.width() / shape.layers()), LADDER);
        boolean headsGiven = file.has("model.heads");
        file.derive("model.head_width", shape.headWidth(), headsGiven ? "width over heads, even"
            : "32 below a width of 256, 64 below 2,048, then 128", LADDER);
        file.derive("model.heads", shape.heads(), "width over head width", LADDER);
        file.derive("model.kv_heads", shape.kvHeads(), "as many as heads; 8 from 32 heads on",
            "arXiv 2407.21783 table 3");
        file.derive("model.activation", shape.activation(), "as its family has it", "arXiv 2002.05202");
        file.derive("model.ffn_width", shape.ffnWidth(), shape.activation().inputs() == 1 ? "4 x width"
            : "8/3 x width, up to a multiple of 32: as many weights as 4 x width ungated", "arXiv 2002.05202");
        file.derive("model.vocabulary", shape.vocabulary(),
            "6,400 x (matrices / 1M)^0.4, a power of two from 1,024 to 131,072, no more than the text bears",
            VOCABULARY_SOURCE);
        file.derive("model.context", shape.context(), "380 x (matrices / 1M)^0.35, a power of two from 128 to 4,096",
            "256 at 0.3M to 4,096 at 1B parameters, as small and large published models have them");
        file.derive("model.qk_norm", shape.qkNorm(), shape.family().qkNorm().isPresent() ? "as its family has it"
            : "keeps high learning rates stable", "arXiv 2309.14322");
        file.derive("model.tied_head", shape.tiedHead(), shape.tiedHead()
            ? "up to a width of 2,048 the head shares the embedding's matrix" : "a head of its own", shape.tiedHead()
            ? "1.382 against 1.410 bits per byte at 0.5M parameters, docs/log.md; Qwen3 0.6B and Llama 3.2 1B do so"
            : "arXiv 2407.21783");
        file.derive("model.rope_base", shape.ropeBase(), "for contexts up to 4,096", "arXiv 2104.09864");
        file.derive("model.norm_epsilon", shape.normEpsilon(), "as Llama 3 has it", "arXiv 2407.21783");
    }
}
