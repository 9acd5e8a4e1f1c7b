package dev.longrun.train;

import dev.longrun.model.Parameter;
import dev.longrun.model.Parameters;
import dev.longrun.model.Safetensors;
import dev.longrun.model.SafetensorsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code optimizer.safetensors}: both moments of every parameter, as {@code m.<name>} and {@code v.<name>}. */
final class Moments {

    private Moments() {
    }

    static void write(Path file, Parameters parameters, AdamW optimizer) {
        List<Safetensors.Tensor> tensors = new ArrayList<>();
        for (Parameter parameter : parameters.list()) {
            tensors.add(tensor("m.", parameter, optimizer.m));
            tensors.add(tensor("v.", parameter, optimizer.v));
        }
        SortedMap<String, String> metadata = new TreeMap<>();
        metadata.put("optimizer", "adamw");
        Safetensors.write(file, metadata, tensors);
    }

    static void read(Path file, Parameters parameters, AdamW optimizer) {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            for (Parameter parameter : parameters.list()) {
                tensors.read("m." + parameter.name(), parameter.shape(), optimizer.m, parameter.at());
                tensors.read("v." + parameter.name(), parameter.shape(), optimizer.v, parameter.at());
            }
        }
    }

    private static Safetensors.Tensor tensor(String prefix, Parameter parameter, float[] values) {
        return new Safetensors.Tensor(prefix + parameter.name(), parameter.shape(), values, parameter.at(),
            parameter.size());
    }
}
