package dev.longrun.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Qwen 3 ({@code qwen3}): queries and keys are normed per head. */
record HfQwen3() implements HfFamily {

    @Override
    public Architecture read(HfKeys keys) {
        return HfLlama.read(Family.QWEN3, keys, HfFamily.heads(keys, 128), true, HfQwen2.windows(keys));
    }

    @Override
    public void write(Architecture model, ObjectNode tree) {
        HfLlama.write(model, "Qwen3ForCausalLM", tree);
        if (HfWindows.any(model)) {
            HfQwen2.writeWindows(model, tree);
        }
    }

    @Override
    public String name(TensorRole role) {
        return HfFamily.llamaName(role);
    }
}
