package dev.longrun.cluster;

import dev.longrun.page.Words;

/** What an accelerator's memory is taken by, each with its rule. */
public enum MemoryPart {
    /** 16-bit, or two 8-bit copies, as they are and transposed. */
    WEIGHTS("weights"),
    /** Sums over micro-batches. */
    GRADIENTS("gradients"),
    /** Master and moments. */
    OPTIMIZER("optimiser state"),
    /** Kept for the backward pass. */
    ACTIVATIONS("activations"),
    /** Embedding's mask, last norm and logits. */
    EDGES("embedding and logits"),
    /** Of the layer at work. */
    WORKING("the layer at work"),
    /** Of collectives. */
    BUFFERS("communication buffers"),
    /** Of driver and libraries. */
    RESERVE("driver and libraries"),
    /** Of the allocator. */
    FRAGMENTATION("fragmentation");

    private final String words;

    MemoryPart(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** What makes it less. */
    public String remedy() {
        return switch (this) {
            case WEIGHTS, GRADIENTS, OPTIMIZER -> "more tensor, pipeline or expert ranks, or more sharding";
            case ACTIVATIONS -> "smaller micro-batches, recomputation, sequence parallel, more tensor or context ranks";
            case EDGES, WORKING -> "smaller micro-batches, more tensor or context ranks";
            case BUFFERS -> "more tensor ranks, less sharding";
            case RESERVE, FRAGMENTATION -> "an accelerator with more memory";
        };
    }

    /** How its bytes come about. */
    public String rule(Practice practice) {
        return switch (this) {
            case WEIGHTS -> "2 bytes a parameter; none beside the f32 master where weights are sharded";
            case GRADIENTS -> Words.plain(practice.gradientBytes())
                + " bytes a parameter, over the replicas where gradients are sharded";
            case OPTIMIZER -> Words.plain(practice.optimizerBytes())
                + " bytes a parameter (f32 master, two moments), over the replicas where sharded";
            case ACTIVATIONS -> "bytes kept of a layer x layers x micro-batches in flight (arXiv 2205.05198)";
            case EDGES -> Words.plain(practice.logitBytes()) + " bytes a logit of one micro-batch, over tensor ranks";
            case WORKING -> "what is computed anew for one layer, the widest gradient, tokens sent to experts";
            case BUFFERS -> "gathered layers where weights are sharded, buckets, gathered keys and values";
            case RESERVE -> Words.plain(practice.reserveBytes() / Practice.GIB)
                + " GiB for context, kernels, workspaces and communicators";
            case FRAGMENTATION -> Words.plain(100 * practice.fragmentation())
                + " % of the activations, from measured peaks; given back when memory is short";
        };
    }
}
