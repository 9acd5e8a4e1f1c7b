package dev.longrun.bench;

import dev.longrun.model.Architecture;
import dev.longrun.model.Model;
import dev.longrun.model.Parameter;
import dev.longrun.model.Parameters;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The same model in PyTorch, from the same weights, written as one would for speed: query, key and value in one
 * product, gate and up in one, fused attention.
 */
final class TorchLlama {

    private record Layer(Tensor attentionNorm, Tensor qkv, Tensor output, Tensor ffnNorm, Tensor gateUp, Tensor down) {
    }

    private final Architecture config;
    private final torch.ScalarType type;
    private final List<Tensor> matrices = new ArrayList<>();
    private final List<Tensor> gains = new ArrayList<>();
    private final Tensor embedding;
    private final List<Layer> layers = new ArrayList<>();
    private final Tensor finalNorm;
    private final Tensor cos_Th;
    private final Tensor sin_Th;

    TorchLlama(Architecture config, Precision precision, long seed) {
        this.config = config;
        type = precision == Precision.PURE_BF16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float;
        Parameters parameters = Model.create(config, seed).parameters();
        int width = config.width();
        embedding = matrix(parameters, "model.embed_tokens.weight", config.vocabulary());
        for (int layer = 0; layer < config.layers(); layer++) {
            String name = "model.layers." + layer + ".";
            layers.add(new Layer(gain(parameters, name + "input_layernorm.weight"),
                matrix(parameters, name + "self_attn.q_proj.weight", 3 * width),
                matrix(parameters, name + "self_attn.o_proj.weight", width),
                gain(parameters, name + "post_attention_layernorm.weight"),
                matrix(parameters, name + "mlp.gate_proj.weight", 2 * config.feedForward().width()),
                matrix(parameters, name + "mlp.down_proj.weight", width)));
        }
        finalNorm = gain(parameters, "model.norm.weight");
        cos_Th = table(true);
        sin_Th = table(false);
    }

    /** What decays. */
    TensorVector matrices() {
        return new TensorVector(matrices.toArray(Tensor[]::new));
    }

    /** What does not. */
    TensorVector gains() {
        return new TensorVector(gains.toArray(Tensor[]::new));
    }

    TensorVector all() {
        List<Tensor> all = new ArrayList<>(matrices);
        all.addAll(gains);
        return new TensorVector(all.toArray(Tensor[]::new));
    }

    /** A matrix of so many rows, which may go on over the tensors that follow the named one without a gap. */
    private Tensor matrix(Parameters parameters, String name, int rows) {
        Parameter named = parameters.named(name).orElseThrow();
        int columns = named.shape()[1];
        Tensor tensor = parameter(parameters.values(), named.at(), rows, columns);
        matrices.add(tensor);
        return tensor;
    }

    private Tensor gain(Parameters parameters, String name) {
        Parameter named = parameters.named(name).orElseThrow();
        Tensor tensor = parameter(parameters.values(), named.at(), named.size());
        gains.add(tensor);
        return tensor;
    }

    private Tensor parameter(float[] values, int at, long... shape) {
        Tensor tensor = tensor(values, at, shape);
        tensor.set_requires_grad(true);
        return tensor;
    }

    private Tensor tensor(float[] values, int at, long... shape) {
        long size = 1;
        for (long axis : shape) {
            size *= axis;
        }
        try (FloatPointer copied = new FloatPointer(size)) {
            copied.put(values, at, (int) size);
            return torch.from_blob(copied, shape).clone().to(type).detach();
        }
    }

    /** Cosines or sines for both halves of a head, [T, h]. */
    private Tensor table(boolean cosine) {
        int context = config.context();
        int half = config.heads().width() / 2;
        double base = ((Architecture.Rotary) config.positions()).base();
        float[] values = new float[context * 2 * half];
        for (int position = 0; position < context; position++) {
            for (int i = 0; i < half; i++) {
                double angle = position * StrictMath.pow(base, -2.0 * i / config.heads().width());
                float value = (float) (cosine ? StrictMath.cos(angle) : StrictMath.sin(angle));
                values[position * 2 * half + i] = value;
                values[position * 2 * half + half + i] = value;
            }
        }
        return tensor(values, 0, context, 2L * half);
    }

    /** The mean loss over a batch; {@code targets_N} are its B T targets. */
    Tensor loss(Tensor tokens_BT, Tensor targets_N) {
        Tensor x = torch.embedding(embedding, tokens_BT);
        for (Layer layer : layers) {
            x = x.add(attention(layer, norm(x, layer.attentionNorm)));
            x = x.add(feedForward(layer, norm(x, layer.ffnNorm)));
        }
        Tensor logits = torch.linear(norm(x, finalNorm), embedding);
        return torch.cross_entropy_loss(logits.view(-1, config.vocabulary()), targets_N);
    }

    private Tensor norm(Tensor x, Tensor gain) {
        return torch.rms_norm(x, new long[] {config.width()}, new TensorOptional(gain),
            new DoubleOptional(config.norms().epsilon()));
    }

    private Tensor attention(Layer layer, Tensor normed_BTD) {
        long heads = config.heads().count();
        long context = config.context();
        Tensor qkv = torch.linear(normed_BTD, layer.qkv).view(-1, context, 3 * heads, config.heads().width())
            .transpose(1, 2);
        Tensor queriesAndKeys = rotated(qkv.narrow(1, 0, 2 * heads));
        Tensor out = torch.scaled_dot_product_attention(queriesAndKeys.narrow(1, 0, heads),
            queriesAndKeys.narrow(1, heads, heads), qkv.narrow(1, 2 * heads, heads), new TensorOptional(), 0, true,
            new DoubleOptional(), false);
        return torch.linear(out.transpose(1, 2).reshape(-1, context, config.width()), layer.output);
    }

    /** The rotary embedding: x cos + (-x2, x1) sin. */
    private Tensor rotated(Tensor x) {
        long half = config.heads().width() / 2;
        Tensor turned = torch.cat(new TensorVector(x.narrow(-1, half, half).neg(), x.narrow(-1, 0, half)), -1);
        return x.mul(cos_Th).add(turned.mul(sin_Th));
    }

    private Tensor feedForward(Layer layer, Tensor normed_BTD) {
        Tensor gateUp = torch.linear(normed_BTD, layer.gateUp);
        long ffn = config.feedForward().width();
        Tensor act = torch.silu(gateUp.narrow(-1, 0, ffn)).mul(gateUp.narrow(-1, ffn, ffn));
        return torch.linear(act, layer.down);
    }
}
