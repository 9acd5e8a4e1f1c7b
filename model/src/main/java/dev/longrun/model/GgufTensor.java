package dev.longrun.model;

import dev.longrun.model.TensorList.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tensor in GGUF's words beside the same one in Hugging Face's.
 *
 * @param name in GGUF
 * @param role what it is for
 * @param layer its block, or -1
 * @param bias whether it is the bias of the matrix or norm of that role
 * @param shape in GGUF, slowest axis first; experts are stacked, [E, out, in]
 * @param names in Hugging Face's files: one, or one an expert
 * @param partShape of each of those
 * @param change between the two
 * @param heads where rows are turned head by head, how many there are
 */
public record GgufTensor(String name, TensorRole role, int layer, boolean bias, List<Long> shape, List<String> names,
    List<Long> partShape, Change change, int heads) {

    /** What is done to the numbers on the way from Hugging Face to GGUF. */
    public enum Change {
        /** Nothing. */
        NONE,
        /**
         * In each head of h rows, row i goes to 2 i and row i + h/2 to 2 i + 1: the rotary embedding of GGUF's llama
         * turns neighbours, Hugging Face's the halves.
         */
        INTERLEAVE,
        /** Gemma's norms: x (1 + w) there, x w here. */
        PLUS_ONE,
        /** GPT-2's matrices are [in, out] there. */
        TRANSPOSE
    }

    /** All tensors of a model, in the order of its memory; {@code rope_freqs.weight} is not among them. */
    public static List<GgufTensor> of(Architecture model) {
        HfFamily family = HfFamily.of(model.family());
        Map<String, GgufTensor> found = new LinkedHashMap<>();
        for (Tensor tensor : new TensorList(model).list()) {
            String last = tensor.bias() ? ".bias" : ".weight";
            String name = name(model, tensor.role()).replace("#", String.valueOf(tensor.layer())) + last;
            String theirs = family.name(tensor.role()).replace("#", String.valueOf(tensor.layer()))
                .replace("@", String.valueOf(tensor.expert())) + last;
            if (found.containsKey(name)) {
                found.put(name, found.get(name).with(theirs));
                continue;
            }
            List<Long> shape = Arrays.stream(tensor.shape()).asLongStream().boxed().toList();
            boolean transposed = !tensor.bias() && family.transposed(tensor.role());
            Change change = transposed ? Change.TRANSPOSE : change(model.family(), tensor);
            int heads = tensor.role() == TensorRole.QUERY ? model.heads().count() : model.heads().kv();
            List<Long> stacked = new ArrayList<>(shape);
            if (tensor.expert() >= 0) {
                stacked.addFirst((long) model.experts().orElseThrow().count());
            }
            found.put(name, new GgufTensor(name, tensor.role(), tensor.layer(), tensor.bias(), stacked,
                List.of(theirs), transposed ? shape.reversed() : shape, change, heads));
        }
        return List.copyOf(found.values());
    }

    private GgufTensor with(String another) {
        List<String> more = new ArrayList<>(names);
        more.add(another);
        return new GgufTensor(name, role, layer, bias, shape, List.copyOf(more), partShape, change, heads);
    }

    private static Change change(Family family, Tensor tensor) {
        boolean turned = tensor.role() == TensorRole.QUERY || tensor.role() == TensorRole.KEY;
        return switch (family) {
            case LLAMA, MIXTRAL -> turned ? Change.INTERLEAVE : Change.NONE;
            case GEMMA2, GEMMA3 -> tensor.role().norm() ? Change.PLUS_ONE : Change.NONE;
            case QWEN2, QWEN3, QWEN3_MOE, GPT2, GROK1, GROK2, LONGRUN -> Change.NONE;
        };
    }

    /** GGUF's name without its last part; {@code #} stands for the layer. */
    private static String name(Architecture model, TensorRole role) {
        boolean grok = model.family() == Family.GROK1 || model.family() == Family.GROK2;
        return switch (role) {
            case EMBEDDING -> "token_embd";
            case POSITIONS -> "position_embd";
            case ATTENTION_NORM -> "blk.#.attn_norm";
            case QUERY -> "blk.#.attn_q";
            case KEY -> "blk.#.attn_k";
            case VALUE -> "blk.#.attn_v";
            case QUERY_KEY_VALUE -> "blk.#.attn_qkv";
            case QUERY_NORM -> "blk.#.attn_q_norm";
            case KEY_NORM -> "blk.#.attn_k_norm";
            case OUTPUT -> "blk.#.attn_output";
            case ATTENTION_POST_NORM -> grok ? "blk.#.attn_output_norm" : "blk.#.post_attention_norm";
            case FEED_FORWARD_NORM -> "blk.#.ffn_norm";
            case ROUTER -> "blk.#.ffn_gate_inp";
            case EXPERT_GATE -> "blk.#.ffn_gate_exps";
            case EXPERT_UP -> "blk.#.ffn_up_exps";
            case EXPERT_DOWN -> "blk.#.ffn_down_exps";
            case GATE -> "blk.#.ffn_gate";
            case UP -> "blk.#.ffn_up";
            case DOWN -> "blk.#.ffn_down";
            case FEED_FORWARD_POST_NORM -> model.family() == Family.GROK1 ? "blk.#.layer_output_norm"
                : "blk.#.post_ffw_norm";
            case FINAL_NORM -> "output_norm";
            case HEAD -> "output";
        };
    }
}
