package dev.longrun.model;

import dev.longrun.weights.Safetensors;
import dev.longrun.weights.SafetensorsFolder;
import dev.longrun.weights.TensorFile;
import dev.longrun.weights.WeightsException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** A model in Hugging Face layout: config.json and model.safetensors, or the shards that stand for it. */
final class ModelFolder {

    private static final String CONFIG = "config.json";

    private ModelFolder() {
    }

    static void save(Model model, Path folder) {
        model.config().write(folder.resolve(CONFIG));
        List<Safetensors.Tensor> tensors = model.parameters().list().stream()
            .map(parameter -> parameter.stored(model.parameters().values())).toList();
        TreeMap<String, String> metadata = new TreeMap<>();
        metadata.put("format", "pt");
        try {
            Safetensors.write(folder.resolve(SafetensorsFolder.SINGLE), metadata, tensors);
        } catch (WeightsException e) {
            throw new ModelException(e.getMessage(), e);
        }
    }

    static Model load(Path folder) {
        Model model = switch (ModelConfig.read(folder.resolve(CONFIG))) {
            case LlamaConfig llama -> Llama.blank(llama);
        };
        try (TensorFile file = SafetensorsFolder.open(folder)) {
            for (String name : file.tensors().sequencedKeySet()) {
                if (model.parameters().named(name).isEmpty() && !redundant(name)) {
                    throw new ModelException(file.place() + ": tensor " + WeightsException.quoted(name)
                        + " has no place in the model that " + CONFIG + " describes");
                }
            }
            for (Parameter parameter : model.parameters().list()) {
                file.read(parameter.name(), parameter.shape(), model.parameters().values(), parameter.at());
            }
        } catch (WeightsException e) {
            throw new ModelException(e.getMessage(), e);
        }
        return model;
    }

    /** What other programs save beside the weights: a tied head once more, and the rotary frequencies. */
    private static boolean redundant(String name) {
        return name.equals("lm_head.weight") || name.endsWith(".rotary_emb.inv_freq");
    }
}
