package dev.longrun.engine;

import dev.longrun.model.Architecture;
import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Architecture.Experts;
import dev.longrun.model.Architecture.Learned;
import dev.longrun.model.Architecture.Norm;
import dev.longrun.model.Architecture.Rotary;
import dev.longrun.model.Family;
import dev.longrun.model.RopeScaling;
import dev.longrun.weights.Gguf;
import dev.longrun.weights.GgufValue;
import dev.longrun.weights.TensorSource;
import dev.longrun.weights.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Writes GGUF files of any shape with random numbers, for measuring and for checking against other engines: a seed and
 * a shape give the same bytes anywhere. Scales are such that logits vary by about 1.
 */
public final class RandomGguf {

    /** Numbers that are drawn once and repeated in a large tensor: drawing takes longer than anything else here. */
    private static final int DRAWN = 1 << 20;

    /** Gain of a norm behind a block, so that the embedding is heard beside many blocks. */
    private static final double POST = 0.15;

    private final Architecture model;
    private final TensorType type;
    private final SplittableRandom random;
    private final List<TensorSource> tensors = new ArrayList<>();

    private RandomGguf(Architecture model, TensorType type, long seed) {
        this.model = model;
        this.type = type;
        random = new SplittableRandom(seed);
    }

    /** Writes a model whose matrices are of {@code type}; norms, biases and routers are floats. */
    public static void write(Path file, Architecture model, TensorType type, long seed) {
        RandomGguf gguf = new RandomGguf(model, type, seed);
        gguf.fill();
        Map<String, GgufValue> metadata = GgufMetadata.of(model);
        metadata.put("general.name", GgufValue.of("random"));
        metadata.put("general.quantization_version", GgufValue.of(2));
        RandomVocabulary.put(metadata, model.vocabulary());
        Gguf.write(file, metadata, gguf.tensors);
    }

    private void fill() {
        int width = model.width();
        matrix("token_embd", 0.5 / model.embeddingScale(), model.vocabulary(), width);
        if (model.positions() instanceof Learned) {
            floats("position_embd.weight", 0.5, 0, model.context(), width);
        }
        if (model.positions() instanceof Rotary rotary && rotary.scaling() instanceof RopeScaling.Llama3 llama) {
            divisors(llama, rotary.base());
        }
        for (int layer = 0; layer < model.layers(); layer++) {
            attention("blk." + layer + ".");
            feedForward("blk." + layer + ".");
        }
        double head = model.tiedHead() ? 0.5 / model.embeddingScale() : 1 / Math.sqrt(width);
        norm("output_norm", 1 / (head * Math.sqrt(width) * model.logitScale()));
        if (!model.tiedHead()) {
            matrix("output", head, model.vocabulary(), width);
        }
    }

    private void divisors(RopeScaling.Llama3 llama, double base) {
        int half = model.heads().width() / 2;
        float[] divisors = new float[half];
        for (int pair = 0; pair < half; pair++) {
            divisors[pair] = (float) (1 / llama.factor(pair, model.heads().width(), base));
        }
        tensors.add(TensorSource.of("rope_freqs.weight", TensorType.F32, List.of((long) half), divisors, 0, half));
    }

    private void attention(String block) {
        boolean fused = model.family() == Family.GPT2;
        int keys = model.heads().kv() * model.heads().width();
        norm(block + "attn_norm", 1);
        if (fused) {
            linear(block + "attn_qkv", model.heads().inputBias(), model.qkvWidth(), model.width());
        } else {
            linear(block + "attn_q", model.heads().inputBias(), model.queryWidth(), model.width());
            linear(block + "attn_k", model.heads().inputBias(), keys, model.width());
            linear(block + "attn_v", model.heads().inputBias(), keys, model.width());
        }
        if (model.norms().queryKey()) {
            floats(block + "attn_q_norm.weight", 0.3, 1, model.heads().width());
            floats(block + "attn_k_norm.weight", 0.3, 1, model.heads().width());
        }
        linear(block + "attn_output", model.heads().outputBias(), model.width(), model.queryWidth());
        if (model.norms().post()) {
            norm(block + (grok() ? "attn_output_norm" : "post_attention_norm"), POST);
        }
    }

    private boolean grok() {
        return model.family() == Family.GROK1 || model.family() == Family.GROK2;
    }

    private void feedForward(String block) {
        int width = model.width();
        int hidden = model.feedForward().width();
        boolean bias = model.feedForward().bias();
        norm(block + "ffn_norm", 1);
        if (hidden > 0) {
            if (model.feedForward().activation() != Activation.GELU) {
                linear(block + "ffn_gate", bias, hidden, width);
            }
            linear(block + "ffn_up", bias, hidden, width);
            linear(block + "ffn_down", bias, width, hidden);
        }
        if (model.experts().isPresent()) {
            Experts experts = model.experts().get();
            floats(block + "ffn_gate_inp.weight", 2 / Math.sqrt(width), 0, experts.count(), width);
            matrix(block + "ffn_gate_exps", 1 / Math.sqrt(width), experts.count(), experts.width(), width);
            matrix(block + "ffn_up_exps", 1 / Math.sqrt(width), experts.count(), experts.width(), width);
            matrix(block + "ffn_down_exps", 1 / Math.sqrt(experts.width()), experts.count(), width, experts.width());
        }
        if (model.norms().post()) {
            norm(block + (model.family() == Family.GROK1 ? "layer_output_norm" : "post_ffw_norm"), POST);
        }
    }

    private void norm(String name, double mean) {
        floats(name + ".weight", 0.3 * mean, mean, model.width());
        if (model.norms().kind() == Norm.LAYER) {
            floats(name + ".bias", 0.1 * mean, 0, model.width());
        }
    }

    private void linear(String name, boolean bias, int out, int in) {
        matrix(name, 1 / Math.sqrt(in), out, in);
        if (bias) {
            floats(name + ".bias", 0.2, 0, out);
        }
    }

    private void matrix(String name, double scale, int... shape) {
        add(name + ".weight", type, scale, 0, shape);
    }

    private void floats(String name, double scale, double mean, int... shape) {
        add(name, TensorType.F32, scale, mean, shape);
    }

    private void add(String name, TensorType type, double scale, double mean, int... shape) {
        List<Long> axes = new ArrayList<>();
        long size = 1;
        for (int axis : shape) {
            axes.add((long) axis);
            size *= axis;
        }
        SplittableRandom own = random.split();
        long values = size;
        tensors.add(new TensorSource(name, type, axes, channel -> body(channel, type, scale, mean, values, own)));
    }

    /** Uniform numbers about {@code mean}, of deviation {@code scale}. */
    private static void body(WritableByteChannel channel, TensorType type, double scale, double mean, long values,
        SplittableRandom random) throws IOException {
        float[] drawn = new float[(int) Math.min(DRAWN, values)];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = (float) (mean + scale * Math.sqrt(12) * (random.nextDouble() - 0.5));
        }
        byte[] packed = new byte[(int) type.bytes(drawn.length)];
        type.encode(drawn, 0, drawn.length, packed, 0);
        for (long done = 0; done < values; done += drawn.length) {
            ByteBuffer bytes = ByteBuffer.wrap(packed, 0, (int) type.bytes(Math.min(drawn.length, values - done)));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
