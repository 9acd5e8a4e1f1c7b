package dev.longrun.bench;

import dev.longrun.run.Recipe;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.OptimizerParamGroup;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** PyTorch's step: its autograd, clipping and AdamW, with the values that Longrun's recipe has. */
final class TorchTraining implements Contestant {

    private final TorchLlama model;
    private final TensorVector parameters;
    private final AdamW optimizer;
    private final double clip;
    private final LongPointer tokens;
    private final LongPointer targets;
    private final Tensor tokens_BT;
    private final Tensor targets_N;
    private final StepLoop loop;
    private final boolean autocast;

    TorchTraining(TrainShape shape, Precision precision, long seed) {
        Recipe recipe = shape.run().training();
        model = new TorchLlama(shape.config(), precision, seed);
        parameters = model.all();
        autocast = precision == Precision.BF16;
        clip = recipe.clip();
        optimizer = new AdamW(model.matrices(), options(recipe, recipe.weightDecay()));
        OptimizerParamGroup gains = new OptimizerParamGroup(model.gains());
        gains.set_options(options(recipe, 0));
        optimizer.add_param_group(gains);
        tokens = new LongPointer(shape.batchTokens());
        targets = new LongPointer(shape.batchTokens());
        TensorOptions ids = new TensorOptions(torch.ScalarType.Long);
        tokens_BT = torch.from_blob(tokens, new long[] {shape.sequences(), shape.context()}, ids);
        targets_N = torch.from_blob(targets, new long[] {shape.batchTokens()}, ids);
        loop = new StepLoop(shape, this::step);
    }

    private static AdamWOptions options(Recipe recipe, double decay) {
        AdamWOptions options = new AdamWOptions(recipe.learningRate());
        // A C++ tuple, whose order in memory is its compiler's choice: the default of the first is the lesser.
        DoublePointer betas = options.betas();
        boolean inOrder = betas.get(0) < betas.get(1);
        betas.put(inOrder ? 0 : 1, recipe.beta1());
        betas.put(inOrder ? 1 : 0, recipe.beta2());
        options.eps().put(recipe.epsilon());
        options.weight_decay().put(decay);
        return options;
    }

    private double step(int[] tokenIds, int[] targetIds) {
        for (int i = 0; i < tokenIds.length; i++) {
            tokens.put(i, tokenIds[i]);
            targets.put(i, targetIds[i]);
        }
        try (PointerScope _ = new PointerScope()) {
            optimizer.zero_grad();
            Tensor loss = loss();
            loss.backward();
            torch.clip_grad_norm_(parameters, clip);
            optimizer.step();
            return loss.to(torch.ScalarType.Float).item_float();
        }
    }

    private Tensor loss() {
        if (!autocast) {
            return model.loss(tokens_BT, targets_N);
        }
        torch.set_autocast_dtype(torch.DeviceType.CPU, torch.ScalarType.BFloat16);
        torch.set_autocast_enabled(torch.DeviceType.CPU, true);
        try {
            return model.loss(tokens_BT, targets_N);
        } finally {
            torch.clear_cache();
            torch.set_autocast_enabled(torch.DeviceType.CPU, false);
        }
    }

    @Override
    public Window window(double seconds, int leastSteps) {
        return loop.window(seconds, leastSteps);
    }

    @Override
    public void close() {
        // The process ends.
    }
}
