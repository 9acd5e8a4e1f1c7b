package dev.longrun.model;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** A model in Hugging Face layout: config.json and model.safetensors. */
final class ModelFolder {

    private static final String CONFIG = "config.json";
    private static final String TENSORS = "model.safetensors";

    private ModelFolder() {
    }

    static void save(Model model, Path folder) {
        model.architecture().write(folder.resolve(CONFIG));
        List<Safetensors.Tensor> tensors = model.parameters().list().stream()
            .map(parameter -> Safetensors.Tensor.of(parameter, model.parameters().values())).toList();
        TreeMap<String, String> metadata = new TreeMap<>();
        metadata.put("format", "pt");
        Safetensors.write(folder.resolve(TENSORS), metadata, tensors);
    }

    static Model load(Path folder) {
        Model model = Model.blank(Architecture.read(folder.resolve(CONFIG)));
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(TENSORS))) {
            for (String name : file.names()) {
                if (model.parameters().named(name).isEmpty() && !redundant(name)) {
                    throw new ModelException(folder.resolve(TENSORS) + ": tensor " + SafetensorsHeader.quoted(name)
                        + " has no place in the model that " + CONFIG + " describes");
                }
            }
            for (Parameter parameter : model.parameters().list()) {
                file.read(parameter.name(), parameter.shape(), model.parameters().values(), parameter.at());
            }
        }
        return model;
    }

    /** What other programs save beside the weights: a tied head once more, and the rotary frequencies. */
    private static boolean redundant(String name) {
        return name.equals("lm_head.weight") || name.endsWith(".rotary_emb.inv_freq");
    }
}
