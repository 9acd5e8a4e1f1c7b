package dev.longrun.model;

import dev.longrun.weights.Safetensors;
import dev.longrun.weights.SafetensorsFolder;
import dev.longrun.weights.TensorFile;
import dev.longrun.weights.WeightsException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** A model in Hugging Face layout: config.json and model.safetensors, or the shards that stand for it. */
final class ModelFolder {

    private static final String CONFIG = "config.json";

    private ModelFolder() {
    }

    static void save(Model model, Path folder) {
        model.architecture().write(folder.resolve(CONFIG));
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
        Model model = Model.blank(Architecture.read(folder.resolve(CONFIG)));
        try (TensorFile file = SafetensorsFolder.open(folder)) {
            Set<String> names = file.tensors().sequencedKeySet();
            Set<String> used = new HashSet<>();
            for (Parameter parameter : model.parameters().list()) {
                String name = stored(names, parameter.name());
                used.add(name);
                parameter.read(file, name, model.parameters().values());
            }
            for (String name : names) {
                if (!used.contains(name) && !redundant(name)) {
                    throw new ModelException(file.place() + ": tensor " + WeightsException.quoted(name)
                        + " has no place in the model that " + CONFIG + " describes");
                }
            }
        } catch (WeightsException e) {
            throw new ModelException(e.getMessage(), e);
        }
        return model;
    }

    /** The name as it is in the file: some programs leave the first part out, others put one more before it. */
    private static String stored(Set<String> names, String name) {
        for (String other : List.of(name, "language_model." + name, name.replaceFirst("^transformer\\.", ""))) {
            if (names.contains(other)) {
                return other;
            }
        }
        return name;
    }

    /** What other programs save beside the weights: a tied head once more, the rotary frequencies, a causal mask. */
    private static boolean redundant(String name) {
        return name.equals("lm_head.weight") || name.endsWith(".rotary_emb.inv_freq")
            || name.endsWith(".attn.bias") || name.endsWith(".attn.masked_bias");
    }
}
