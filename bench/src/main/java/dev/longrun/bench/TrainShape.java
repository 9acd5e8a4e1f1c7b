package dev.longrun.bench;

import dev.longrun.cli.InputException;
import dev.longrun.model.Architecture;
import dev.longrun.plan.FlopCount;
import dev.longrun.plan.Resolver;
import dev.longrun.run.ModelShape;
import dev.longrun.run.Run;
import dev.longrun.run.RunFile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A model and its batch: in the Llama shape (RMSNorm, SwiGLU, rotary embedding, tied head, no biases) of the size of a
 * GPT-2-like one. SwiGLU has three matrices where GPT-2 has two, so its hidden width is 8/3 of the width, where that is
 * not whole rounded up: FLOP a token are those of the GPT-2-like model or more.
 *
 * @param name parameters of the GPT-2-like model
 * @param layers transformer blocks
 * @param width of the residual stream
 * @param heads of attention
 * @param ffnWidth hidden width of the feed-forward layer
 * @param vocabulary tokens in the vocabulary
 * @param context tokens of a sequence
 * @param sequences in a batch, which is one step
 */
record TrainShape(String name, int layers, int width, int heads, int ffnWidth, int vocabulary, int context,
    int sequences) {

    /** The shapes that can be asked for. */
    static final List<TrainShape> ALL = List.of(
        new TrainShape("1.34M", 4, 128, 4, 344, 4096, 256, 16),
        new TrainShape("13.87M", 6, 384, 6, 1024, 8192, 256, 16),
        new TrainShape("91M", 12, 768, 12, 2048, 8192, 256, 8));

    static TrainShape named(String name) {
        return ALL.stream().filter(shape -> shape.name.equals(name)).findFirst().orElseThrow(() -> new InputException(
            "--shape " + name + ": should be one of " + ALL.stream().map(TrainShape::name)
                .collect(Collectors.joining(", "))));
    }

    /** Tokens of a step. */
    int batchTokens() {
        return sequences * context;
    }

    Architecture config() {
        return Architecture.llama(vocabulary, width, layers, heads, heads, width / heads, ffnWidth, context,
            Architecture.Activation.SWIGLU, false, true, 10_000, 1e-5);
    }

    long parameters() {
        return config().parameters();
    }

    /** FLOP of training on a token, as {@link FlopCount} counts. */
    long flopPerToken() {
        return FlopCount.of(run().model()).training();
    }

    /** Parameters of GPT-2's architecture: learned positions, LayerNorm and linear layers with biases, GELU. */
    long gpt2Parameters() {
        long layer = 12L * width * width + 13L * width;
        return (long) (vocabulary + context) * width + layers * layer + 2L * width;
    }

    /** Its FLOP a token, counted alike: 4 width^2 of attention and 8 width^2 of feed-forward a layer, and the head. */
    long gpt2FlopPerToken() {
        long matrices = 12L * layers * width * width + (long) vocabulary * width;
        return 6 * matrices + 6L * layers * width * (context + 1);
    }

    /** A run of this shape, for what the optimiser wants to know; nothing in it depends on this machine. */
    Run run() {
        return Resolver.resolve(RunFile.of("""
            name: bench
            model:
              layers: %d
              width: %d
              heads: %d
              kv_heads: %d
              head_width: %d
              ffn_width: %d
              vocabulary: %d
              context: %d
              activation: %s
              qk_norm: false
              tied_head: true
            data:
              source: web
            training:
              tokens: %d
              batch_tokens: %d
              micro_batch_tokens: %d
              learning_rate: 1e-3
              optimizer: adamw
              precision: f32
            hardware: h100-sxm-80gb
            """.formatted(layers, width, heads, heads, width / heads, ffnWidth, vocabulary, context,
            ModelShape.Activation.SWIGLU.name().toLowerCase(Locale.ROOT), 1000L * batchTokens(),
            batchTokens(), batchTokens()), "bench", List.of()), Optional.empty());
    }
}
