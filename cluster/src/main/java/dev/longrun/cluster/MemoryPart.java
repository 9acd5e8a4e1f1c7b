package dev.longrun.cluster;

/** What an accelerator's memory is taken by, each with its rule. */
public enum MemoryPart {
    /** 16-bit (two 8-bit copies at FP8). */
    WEIGHTS("weights", "2 bytes a parameter; over data ranks when weights are sharded, the f32 master then being all"),
    /** Sums over micro-batches. */
    GRADIENTS("gradients", "4 bytes a parameter (f32 sums), over data ranks when gradients are sharded"),
    /** Master and moments. */
    OPTIMIZER("optimiser state", "12 bytes a parameter (f32 master, two moments), over data ranks when sharded"),
    /** Kept for the backward pass. */
    ACTIVATIONS("activations", "kept bytes of a layer x layers x micro-batches in flight (arXiv 2205.05198)"),
    /** Embedding's mask, last norm and logits. */
    EDGES("embedding and logits", "logits of one micro-batch in 16 bits and f32 over the tensor ranks"),
    /** Of the layer at work. */
    WORKING("the layer at work", "what is computed anew for one layer, the widest gradient, experts' dispatch"),
    /** Of collectives. */
    BUFFERS("communication buffers", "gathered layers where weights are sharded, buckets, gathered keys and values"),
    /** Of driver and libraries. */
    RESERVE("driver and libraries", "context, kernels, workspaces, communicators"),
    /** Of the allocator. */
    FRAGMENTATION("fragmentation", "a share of the activations, from measured peaks; given back when memory is short");

    private final String words;
    private final String rule;

    MemoryPart(String words, String rule) {
        this.words = words;
        this.rule = rule;
    }

    /** For people. */
    public String words() {
        return words;
    }

    /** How its bytes come about. */
    public String rule() {
        return rule;
    }
}
