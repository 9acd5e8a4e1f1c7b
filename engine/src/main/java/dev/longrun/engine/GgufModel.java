package dev.longrun.engine;

import dev.longrun.model.Architecture;
import dev.longrun.model.Family;
import dev.longrun.model.ModelException;
import dev.longrun.model.TensorRole;
import dev.longrun.weights.GgufFile;
import dev.longrun.weights.StoredTensor;
import java.nio.file.Path;

/** An open model in a GGUF file: names and layouts of its tensors (ggml-org/llama.cpp, gguf-py constants). */
final class GgufModel implements OpenModel {

    private final GgufFile file;
    private final Architecture architecture;

    private GgufModel(GgufFile file) {
        this.file = file;
        architecture = GgufArchitecture.read(file);
    }

    static GgufModel open(Path path) {
        GgufFile file = GgufFile.open(path);
        try {
            return new GgufModel(file);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public float[] ropeDivisors() {
        StoredTensor divisors = file.tensors().get("rope_freqs.weight");
        if (divisors == null) {
            return new float[0];
        }
        if (divisors.values() != architecture.heads().width() / 2) {
            throw new ModelException("rope_freqs.weight has " + divisors.values() + " numbers, expected "
                + architecture.heads().width() / 2);
        }
        return divisors.floats();
    }

    @Override
    public boolean fused() {
        return architecture.family() == Family.GPT2;
    }

    @Override
    public Matrix matrix(TensorRole role, int layer, int expert) {
        StoredTensor tensor = file.tensor(name(role, layer) + ".weight");
        int axes = tensor.shape().size();
        if (axes != (expert < 0 ? 2 : 3)) {
            throw new ModelException(tensor.name() + " has " + axes + " axes");
        }
        int rows = Math.toIntExact(tensor.shape().get(axes - 2));
        RowOrder order = RowOrder.SAME;
        if (expert >= 0) {
            if (tensor.shape().getFirst() != architecture.experts().orElseThrow().count()) {
                throw new ModelException(tensor.name() + " has " + tensor.shape().getFirst() + " experts");
            }
            order = RowOrder.from((long) expert * rows);
        } else if ((role == TensorRole.QUERY || role == TensorRole.KEY) && turnsNeighbours()) {
            order = RowOrder.pairs(architecture.heads().width());
        }
        return new Matrix(tensor.type(), rows, Math.toIntExact(tensor.shape().get(axes - 1)), order, tensor.data());
    }

    /** Llama's converter permutes queries and keys, whose pairs then lie side by side. */
    private boolean turnsNeighbours() {
        return architecture.family() == Family.LLAMA || architecture.family() == Family.MIXTRAL;
    }

    @Override
    public float[] vector(TensorRole role, int layer, boolean bias) {
        return file.tensor(name(role, layer) + (bias ? ".bias" : ".weight")).floats();
    }

    private String name(TensorRole role, int layer) {
        String block = "blk." + layer + ".";
        boolean grok = architecture.family() == Family.GROK1 || architecture.family() == Family.GROK2;
        return switch (role) {
            case EMBEDDING -> "token_embd";
            case POSITIONS -> "position_embd";
            case ATTENTION_NORM -> block + "attn_norm";
            case QUERY -> block + "attn_q";
            case KEY -> block + "attn_k";
            case VALUE -> block + "attn_v";
            case QUERY_KEY_VALUE -> block + "attn_qkv";
            case QUERY_NORM -> block + "attn_q_norm";
            case KEY_NORM -> block + "attn_k_norm";
            case OUTPUT -> block + "attn_output";
            case ATTENTION_POST_NORM -> block + (grok ? "attn_output_norm" : "post_attention_norm");
            case FEED_FORWARD_NORM -> block + "ffn_norm";
            case ROUTER -> block + "ffn_gate_inp";
            case EXPERT_GATE -> block + "ffn_gate_exps";
            case EXPERT_UP -> block + "ffn_up_exps";
            case EXPERT_DOWN -> block + "ffn_down_exps";
            case GATE -> block + "ffn_gate";
            case UP -> block + "ffn_up";
            case DOWN -> block + "ffn_down";
            case FEED_FORWARD_POST_NORM -> block + (grok && file.tensors().containsKey(block
                + "layer_output_norm.weight") ? "layer_output_norm" : "post_ffw_norm");
            case FINAL_NORM -> "output_norm";
            case HEAD -> "output";
        };
    }

    @Override
    public void close() {
        file.close();
    }
}
