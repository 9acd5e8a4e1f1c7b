package dev.longrun.train;

import dev.longrun.weights.Safetensors;
import dev.longrun.weights.SafetensorsFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** {@code optimizer.safetensors}: the optimiser's state, with its name as {@code optimizer} in the metadata. */
final class Moments {

    private Moments() {
    }

    static void write(Path file, Optimizer optimizer) {
        Safetensors.write(file, new TreeMap<>(Map.of("optimizer", optimizer.name())), optimizer.state());
    }

    static void read(Path file, Optimizer optimizer) {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            String name = tensors.metadata().getOrDefault("optimizer", "another optimiser");
            if (!name.equals(optimizer.name())) {
                throw new TrainException(file + ": is of " + name + ", not of " + optimizer.name());
            }
            for (Safetensors.Tensor tensor : optimizer.state()) {
                tensors.read(tensor.name(), tensor.shape(), tensor.values(), tensor.at());
            }
        }
    }
}
