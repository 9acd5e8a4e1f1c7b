package dev.longrun.bench;

import dev.longrun.model.Architecture;
import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Architecture.Experts;
import dev.longrun.model.Architecture.Rotary;
import dev.longrun.model.Model;
import dev.longrun.model.Parameter;
import dev.longrun.model.TensorRole;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * An architecture in PyTorch, written plainly from its description: every expert reads every token and counts for
 * nothing where it was not chosen. RMSNorm, rotary embedding, caps, post-norms and experts; no windows, biases or
 * temperature.
 */
final class TorchModel {

    private final Architecture model;
    private final Map<String, Tensor> tensors = new HashMap<>();
    private final Tensor cos_Th;
    private final Tensor sin_Th;

    TorchModel(Model from) {
        model = from.architecture();
        for (Parameter each : from.parameters().list()) {
            long[] shape = each.shape().length == 1 ? new long[] {each.size()}
                : new long[] {each.shape()[0], each.shape()[1]};
            Tensor tensor = TorchGradients.floats(from.parameters().values(), each.at(), each.size(), shape);
            tensor.set_requires_grad(true);
            tensors.put(key(each.role(), each.layer(), each.expert()), tensor);
        }
        cos_Th = table(true);
        sin_Th = table(false);
    }

    private static String key(TensorRole role, int layer, int expert) {
        return role + " " + layer + " " + expert;
    }

    private Tensor at(TensorRole role, int layer) {
        return tensors.get(key(role, layer, -1));
    }

    /** The gradient of one parameter; zeros where it has none. */
    float[] gradient(Parameter each) {
        float[] values = new float[each.size()];
        Tensor gradient = tensors.get(key(each.role(), each.layer(), each.expert())).grad();
        if (gradient.defined()) {
            new FloatPointer(gradient.contiguous().data_ptr()).get(values);
        }
        return values;
    }

    private Tensor table(boolean cosine) {
        Rotary rotary = (Rotary) model.positions();
        int width = model.heads().width();
        int half = width / 2;
        float[] values = new float[model.context() * width];
        for (int place = 0; place < model.context(); place++) {
            for (int i = 0; i < width; i++) {
                double angle = place * Math.pow(rotary.base(), -2.0 * (i % half) / width);
                values[place * width + i] = (float) (cosine ? Math.cos(angle) : Math.sin(angle));
            }
        }
        return TorchGradients.floats(values, 0, values.length, model.context(), width);
    }

    /** The mean loss. */
    Tensor loss(Tensor tokens_BT, Tensor targets_N) {
        Tensor x = torch.embedding(at(TensorRole.EMBEDDING, -1), tokens_BT).mul(new Scalar(model.embeddingScale()));
        for (int layer = 0; layer < model.layers(); layer++) {
            Tensor y = attention(norm(x, TensorRole.ATTENTION_NORM, layer), layer);
            x = x.add(model.norms().post() ? norm(y, TensorRole.ATTENTION_POST_NORM, layer) : y);
            y = feedForward(norm(x, TensorRole.FEED_FORWARD_NORM, layer), layer);
            x = x.add(model.norms().post() ? norm(y, TensorRole.FEED_FORWARD_POST_NORM, layer) : y);
        }
        Tensor logits = torch.linear(norm(x, TensorRole.FINAL_NORM, -1), at(TensorRole.HEAD, -1))
            .mul(new Scalar(model.logitScale()));
        return torch.cross_entropy_loss(capped(logits, model.logitCap()).view(-1, model.vocabulary()), targets_N);
    }

    private static Tensor capped(Tensor x, double cap) {
        return cap > 0 ? x.div(new Scalar(cap)).tanh().mul(new Scalar(cap)) : x;
    }

    private Tensor norm(Tensor x, TensorRole role, int layer) {
        return torch.rms_norm(x, new long[] {model.width()}, new TensorOptional(at(role, layer)),
            new DoubleOptional(model.norms().epsilon()));
    }

    private Tensor attention(Tensor x, int layer) {
        long group = model.group();
        Tensor q = rotated(heads(x, TensorRole.QUERY, layer));
        Tensor k = rotated(heads(x, TensorRole.KEY, layer)).repeat_interleave(group, new LongOptional(1),
            new LongOptional());
        Tensor v = heads(x, TensorRole.VALUE, layer).repeat_interleave(group, new LongOptional(1),
            new LongOptional());
        Tensor scores = capped(torch.matmul(q, k.transpose(2, 3)).mul(new Scalar(model.heads().scale())),
            model.heads().cap());
        long context = model.context();
        Tensor future = torch.ones(context, context).triu(1).mul(new Scalar(-1e9));
        Tensor shares = torch.softmax(scores.add(future), -1);
        Tensor out = torch.matmul(shares, v).transpose(1, 2).reshape(-1, context, model.queryWidth());
        return torch.linear(out, at(TensorRole.OUTPUT, layer));
    }

    private Tensor heads(Tensor x, TensorRole role, int layer) {
        return torch.linear(x, at(role, layer)).view(x.size(0), model.context(), -1, model.heads().width())
            .transpose(1, 2);
    }

    private Tensor rotated(Tensor x) {
        long half = model.heads().width() / 2;
        Tensor turned = torch.cat(new TensorVector(x.narrow(-1, half, half).neg(), x.narrow(-1, 0, half)), -1);
        return x.mul(cos_Th).add(turned.mul(sin_Th));
    }

    private Tensor feedForward(Tensor x, int layer) {
        boolean dense = model.feedForward().width() > 0;
        if (model.experts().isEmpty()) {
            return mlp(x, at(TensorRole.GATE, layer), at(TensorRole.UP, layer), at(TensorRole.DOWN, layer));
        }
        Tensor mixed = experts(x, model.experts().get(), layer);
        return dense ? mixed.add(mlp(x, at(TensorRole.GATE, layer), at(TensorRole.UP, layer),
            at(TensorRole.DOWN, layer))).mul(new Scalar(Math.sqrt(0.5))) : mixed;
    }

    private Tensor mlp(Tensor x, Tensor gate, Tensor up, Tensor down) {
        Tensor g = torch.linear(x, gate);
        Tensor act = model.feedForward().activation() == Activation.GEGLU ? gelu(g) : torch.silu(g);
        return torch.linear(act.mul(torch.linear(x, up)), down);
    }

    private static Tensor gelu(Tensor g) {
        Tensor cube = g.mul(g).mul(g).mul(new Scalar(0.044715));
        return g.mul(g.add(cube).mul(new Scalar(Math.sqrt(2 / Math.PI))).tanh().add(new Scalar(1)))
            .mul(new Scalar(0.5));
    }

    private Tensor experts(Tensor x, Experts shape, int layer) {
        Tensor p = torch.softmax(capped(torch.linear(x, at(TensorRole.ROUTER, layer)), shape.routerCap()), -1);
        Tensor least = p.detach().sort(-1, true).get0().narrow(-1, shape.chosen() - 1L, 1);
        Tensor weights = p.mul(p.detach().ge(least).to(torch.ScalarType.Float));
        if (shape.renormalised()) {
            weights = weights.div(torch.matmul(weights, torch.ones(shape.count(), 1)));
        }
        Tensor sum = torch.zeros_like(x);
        for (int expert = 0; expert < shape.count(); expert++) {
            Tensor own = mlp(x, tensors.get(key(TensorRole.EXPERT_GATE, layer, expert)),
                tensors.get(key(TensorRole.EXPERT_UP, layer, expert)),
                tensors.get(key(TensorRole.EXPERT_DOWN, layer, expert)));
            sum = sum.add(own.mul(weights.narrow(-1, expert, 1)));
        }
        return sum;
    }
}
