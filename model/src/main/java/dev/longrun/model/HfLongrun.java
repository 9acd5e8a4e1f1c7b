package dev.longrun.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Our own {@code longrun}: Llama with squared ReLU, which no other program knows, with or without QK-norm. */
record HfLongrun() implements HfFamily {

    @Override
    public Architecture read(HfKeys keys) {
        return HfLlama.read(Family.LONGRUN, keys, HfFamily.heads(keys, HfFamily.share(keys)),
            keys.flag("qk_norm", false), HfWindows.none(keys.integer("num_hidden_layers")));
    }

    @Override
    public void write(Architecture model, ObjectNode tree) {
        HfLlama.write(model, "LongrunForCausalLM", tree);
        tree.put("qk_norm", model.norms().queryKey());
    }

    @Override
    public String name(TensorRole role) {
        return HfFamily.llamaName(role);
    }
}
