package dev.longrun.model;

/**
 * The families of open models that are read, trained and written, each by the name that {@code config.json} has for it
 * ({@code model_type}). What a family can have is in its {@link HfFamily}; what a model has, in its
 * {@link Architecture}.
 */
public enum Family {
    /** Llama 2 and 3, Mistral: RMSNorm, rotary embedding, SwiGLU, no biases. Mistral's window is read as well. */
    LLAMA("llama"),
    /** Llama with experts instead of the feed-forward layer. */
    MIXTRAL("mixtral"),
    /** Llama with biases of queries, keys and values. */
    QWEN2("qwen2"),
    /** Llama whose queries and keys are normed. */
    QWEN3("qwen3"),
    /** Qwen 3 with experts. */
    QWEN3_MOE("qwen3_moe"),
    /** Norms before and after every block, soft caps, every second layer with a window. */
    GEMMA2("gemma2"),
    /** Gemma 2 with normed queries and keys in place of the scores' cap; five layers of six with a window. */
    GEMMA3("gemma3_text"),
    /** LayerNorm and biases everywhere, learned positions, GELU. */
    GPT2("gpt2"),
    /** Experts, norms before and after every block, a cap of the scores, multipliers. */
    GROK1("grok-1"),
    /** Grok 1 with a dense layer beside the experts, and caps of router and logits. */
    GROK2("grok-2"),
    /** Our own: Llama with squared ReLU, with or without normed queries and keys. */
    LONGRUN("longrun");

    private final String type;

    Family(String type) {
        this.type = type;
    }

    /** The {@code model_type} of {@code config.json}. */
    public String type() {
        return type;
    }
}
