package dev.longrun.convert;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.model.Architecture;
import dev.longrun.model.GgufModel;
import dev.longrun.model.ModelException;
import dev.longrun.weights.Durable;
import dev.longrun.weights.GgufFile;
import dev.longrun.weights.Safetensors;
import dev.longrun.weights.SafetensorsFolder;
import dev.longrun.weights.TensorSource;
import dev.longrun.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A folder in Hugging Face layout, made under another name and then given its own. */
final class FolderFiles {

    /** The configuration as it was, so that it comes back as it was. */
    static final String CONFIG_KEY = "longrun.config_json";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private FolderFiles() {
    }

    static void write(Path temporary, Path out, GgufFile file, Architecture model, List<TensorSource> tensors,
        long splitBytes) throws IOException {
        Durable.delete(temporary);
        try {
            Files.createDirectories(temporary);
            Path config = temporary.resolve("config.json");
            model.write(config);
            original(file, model, config);
            for (Map.Entry<String, byte[]> entry : TokenizerFiles.of(file).entrySet()) {
                Files.write(temporary.resolve(entry.getKey()), entry.getValue());
            }
            tensors(temporary, tensors, splitBytes);
            try (var files = Files.list(temporary)) {
                for (Path each : files.toList()) {
                    Durable.sync(each);
                }
            }
            Durable.sync(temporary);
            Durable.rename(temporary, out.toAbsolutePath());
        } catch (IOException | RuntimeException e) {
            Durable.delete(temporary);
            throw e;
        }
    }

    /** The configuration that the file carries along, if it says the same as the file's keys. */
    private static void original(GgufFile file, Architecture model, Path config) throws IOException {
        Optional<String> text = file.text(CONFIG_KEY);
        if (text.isEmpty()) {
            return;
        }
        byte[] ours = Files.readAllBytes(config);
        Files.writeString(config, text.get());
        try {
            if (GgufModel.same(Architecture.read(config), model)) {
                return;
            }
        } catch (ModelException unusable) {
            // The keys count, as where there is none.
        }
        Files.write(config, ours);
    }

    private static void tensors(Path folder, List<TensorSource> tensors, long splitBytes) throws IOException {
        List<List<TensorSource>> parts = GgufParts.divide(tensors, splitBytes);
        TreeMap<String, String> metadata = new TreeMap<>(Map.of("format", "pt"));
        if (parts.size() == 1) {
            Safetensors.writeWhole(folder.resolve(SafetensorsFolder.SINGLE), metadata, tensors);
            return;
        }
        ObjectNode index = JSON.createObjectNode();
        index.putObject("metadata").put("total_size", tensors.stream().mapToLong(TensorSource::bytes).sum());
        ObjectNode map = index.putObject("weight_map");
        for (int part = 0; part < parts.size(); part++) {
            String name = "model-%05d-of-%05d.safetensors".formatted(part + 1, parts.size());
            Safetensors.writeWhole(folder.resolve(name), metadata, parts.get(part));
            parts.get(part).forEach(tensor -> map.put(tensor.name(), name));
        }
        Files.writeString(folder.resolve(SafetensorsFolder.INDEX), index.toPrettyString() + "\n");
    }

    /** Everything but what other programs save beside the weights must have found a place. */
    static void requireAllUsed(SafetensorsFolder folder, Set<String> used) {
        for (String name : folder.tensors().sequencedKeySet()) {
            boolean redundant = name.equals("lm_head.weight") || name.endsWith(".rotary_emb.inv_freq")
                || name.endsWith(".attn.bias") || name.endsWith(".attn.masked_bias");
            WeightsException.require(used.contains(name) || redundant, folder.place() + ": tensor "
                + WeightsException.quoted(name) + " has no place in the model that config.json describes");
        }
    }
}
