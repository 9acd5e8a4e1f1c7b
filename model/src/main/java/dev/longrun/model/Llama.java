package dev.longrun.model;

import dev.longrun.tensor.Kernels;
import dev.longrun.tensor.Products;
import dev.longrun.tensor.ThreadTeam;

/** A model of the {@link LlamaConfig} family. */
public final class Llama implements Model {

    private final LlamaConfig config;
    private final LlamaWeights weights;

    private Llama(LlamaConfig config, LlamaWeights weights) {
        this.config = config;
        this.weights = weights;
    }

    static Llama create(LlamaConfig config, long seed) {
        Llama model = blank(config);
        Initial.fill(model.parameters(), seed, config.tiedHead());
        return model;
    }

    /** All zeros. */
    static Llama blank(LlamaConfig config) {
        return new Llama(config, new LlamaWeights(config));
    }

    @Override
    public LlamaConfig config() {
        return config;
    }

    @Override
    public Parameters parameters() {
        return weights.parameters;
    }

    LlamaWeights weights() {
        return weights;
    }

    @Override
    public TrainingPass trainingPass(ThreadTeam team, Products products, int sequences, int context, double zLoss,
        double dropout) {
        return new LlamaPass(this, team, products, Kernels.fastest(), sequences, context, (float) zLoss,
            (float) dropout);
    }

    @Override
    public Decoder decoder(ThreadTeam team, int capacity) {
        return new LlamaDecoder(this, team, Kernels.fastest(), capacity);
    }
}
