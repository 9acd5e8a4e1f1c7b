package dev.longrun.run;

import java.util.List;

/** How the model is trained. A step is one optimiser update on {@code batchTokens} tokens. */
public record Recipe(
    @Key(value = "Tokens to train on", unit = Unit.TOKENS, min = 1, example = "4M")
    long tokens,
    @Key(value = "Tokens a step; a multiple of the micro-batch", unit = Unit.TOKENS, min = 8, example = "8192")
    long batchTokens,
    @Key(value = "Tokens a forward and backward pass; a multiple of the context", unit = Unit.TOKENS, min = 8,
        example = "4096")
    long microBatchTokens,
    @Key(value = "Peak learning rate", min = 0, max = 10, example = "3e-3")
    double learningRate,
    @Key("Shape of the learning rate over the run")
    RateSchedule rateSchedule,
    @Key(value = "Share of the steps that warm up", unit = Unit.SHARE, min = 0, max = 1, example = "2 %")
    double warmupShare,
    @Key(value = "Share of the steps, at the end, that decay (wsd and linear)", unit = Unit.SHARE, min = 0, max = 1,
        example = "20 %")
    double decayShare,
    @Key(value = "Learning rate at the end as a share of the peak", unit = Unit.SHARE, min = 0, max = 1,
        example = "0")
    double finalRateShare,
    @Key("What turns gradients into updates; muon leaves embedding, head and 1-D tensors to adamw")
    Optimizer optimizer,
    @Key(value = "Decoupled weight decay, on matrices only", min = 0, max = 10, example = "0.1")
    double weightDecay,
    @Key(value = "AdamW: decay of the first moment", min = 0, max = 0.99999, example = "0.9")
    double beta1,
    @Key(value = "AdamW: decay of the second moment", min = 0, max = 0.9999999, example = "0.95")
    double beta2,
    @Key(value = "AdamW: added to the root of the second moment", min = 1e-20, max = 1, example = "1e-8")
    double epsilon,
    @Key(value = "Muon: decay of the mean gradient (Nesterov momentum)", min = 0, max = 0.99999, example = "0.95")
    double momentum,
    @Key(value = "z-loss: so many times log(sum of exp(logits))^2 a token is trained on beside the loss, and not "
        + "reported; 0 for none", min = 0, max = 1, example = "1e-4")
    double zLoss,
    @Key(value = "Load-balancing loss of each layer with experts, so many times a token: experts x sum of an expert's "
        + "share of the tokens by its mean probability, 1 when even; in the gradients, not reported", min = 0, max = 10,
        example = "0.01", before = "0")
    double balanceLoss,
    @Key(value = "Router z-loss of each layer with experts: so many times log(sum of exp(logits))^2 a token; in the "
        + "gradients, not reported", min = 0, max = 1, example = "1e-3", before = "0")
    double routerLoss,
    @Key(value = "Share of the elements of the embedding and of each block's output that is dropped in training; for "
        + "text read many times", unit = Unit.SHARE, min = 0, max = 0.9, example = "0", before = "0")
    double dropout,
    @Key(value = "Gradients are scaled down to this global norm; 0 for never", min = 0, example = "1.0")
    double clip,
    @Key("How precise the factors of the linear layers' products are; this machine trains in f32 and bf16, with all "
        + "else in f32; the others are for planning")
    Precision precision,
    @Key(value = "Seed of weights and data order", min = 0, example = "1")
    long seed,
    @Key(value = "Steps between validation passes", min = 1, example = "100")
    long evaluateEvery,
    @Key(value = "Steps between checkpoints", min = 1, example = "500")
    long checkpointEvery,
    @Key(value = "A checkpoint at least this often", unit = Unit.SECONDS, min = 0.1, example = "5 min")
    double checkpointSeconds,
    @Key(value = "Checkpoints kept, the newest ones", min = 1, max = 1000, example = "2")
    int keepLast,
    @Key(value = "Checkpoints at multiples of this step are kept for good; 0 for none", min = 0, example = "1000")
    long keepEvery,
    @Key(value = "Stop when the loss lies this many standard deviations above the last 128 steps, on a logarithmic "
        + "scale; three times as many for the gradient norm; 0 for never", min = 0, example = "8")
    double zScoreLimit,
    @Key("Completed at every evaluation")
    List<String> prompts,
    @Key(value = "Tokens a prompt is completed by", unit = Unit.TOKENS, min = 1, max = 100_000, example = "40")
    int sampleTokens) {

    /** How precise the factors of the linear layers' products are. */
    public enum Precision {
        /** 24 bits of significand: the same bits on every machine. */
        F32,
        /** Rounded to 8 bits of significand, where the processor has instructions for it. */
        BF16,
        /** IEEE half, with a scaled loss. */
        FP16,
        /** 8 bits, with scales by tensor or block. */
        FP8,
        /** 8 bits, with a scale for each 32 numbers. */
        MXFP8,
        /** 4 bits, with a scale for each 16 numbers. */
        NVFP4
    }

    /** Shapes of the learning rate over a run. */
    public enum RateSchedule {
        /** Warm-up, stable, decay as 1 - sqrt (arXiv 2405.18392). */
        WSD,
        /** Warm-up, stable, decay in a straight line (KellerJordan/modded-nanogpt). */
        LINEAR,
        /** Warm-up, then half a cosine. */
        COSINE
    }

    /** What turns gradients into updates. */
    public enum Optimizer {
        /** Two moments of every parameter (arXiv 1711.05101). */
        ADAMW,
        /** Orthogonalised momentum for the matrices between embedding and head, AdamW for the rest. */
        MUON
    }
}
