package dev.longrun.train;

import dev.longrun.model.LlamaConfig;
import dev.longrun.model.ModelConfig;
import dev.longrun.run.ModelShape;

/** From the run file's model to the model room's. */
final class Shapes {

    private Shapes() {
    }

    static ModelConfig config(ModelShape shape) {
        return switch (shape.family()) {
            case LLAMA -> new LlamaConfig(shape.vocabulary(), shape.width(), shape.layers(), shape.heads(),
                shape.kvHeads(), shape.headWidth(), shape.ffnWidth(), shape.context(), switch (shape.activation()) {
                    case SWIGLU -> LlamaConfig.Activation.SWIGLU;
                    case RELU2 -> LlamaConfig.Activation.RELU2;
                    case GELU, GEGLU -> throw new IllegalArgumentException("not trained here: " + shape.activation());
                }, shape.qkNorm(), shape.tiedHead(), shape.ropeBase(), shape.normEpsilon());
            case GPT -> throw new IllegalArgumentException("not trained here: " + shape.family());
        };
    }
}
