package dev.longrun.convert;

import dev.longrun.weights.Gguf;
import dev.longrun.weights.GgufType;
import dev.longrun.weights.GgufValue;
import dev.longrun.weights.TensorSource;
import dev.longrun.weights.WeightsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** GGUF in one file, or in parts of a size: {@code NAME-00001-of-00003.gguf}, the first of which has all metadata. */
final class GgufParts {

    private GgufParts() {
    }

    static void write(Path out, Map<String, GgufValue> metadata, List<TensorSource> tensors, long splitBytes) {
        List<List<TensorSource>> parts = divide(tensors, splitBytes);
        List<Path> files = files(out, tensors, splitBytes);
        files.forEach(file -> WeightsException.require(!Files.exists(file), file + ": is in the way"));
        for (int part = 0; part < parts.size(); part++) {
            Map<String, GgufValue> keys = new LinkedHashMap<>(part == 0 ? metadata : Map.of());
            if (parts.size() > 1) {
                keys.put("split.no", new GgufValue.Whole(GgufType.U16, part));
                keys.put("split.count", new GgufValue.Whole(GgufType.U16, parts.size()));
                keys.put("split.tensors.count", new GgufValue.Whole(GgufType.I32, tensors.size()));
            }
            Gguf.write(files.get(part), keys, parts.get(part));
        }
    }

    static List<Path> files(Path out, List<TensorSource> tensors, long splitBytes) {
        int parts = divide(tensors, splitBytes).size();
        List<Path> files = new ArrayList<>();
        String name = out.getFileName().toString().replaceFirst("\\.gguf$", "");
        for (int part = 1; part <= parts; part++) {
            files.add(parts == 1 ? out : out.resolveSibling("%s-%05d-of-%05d.gguf".formatted(name, part, parts)));
        }
        return files;
    }

    static Path first(Path out, List<TensorSource> tensors, long splitBytes) {
        return files(out, tensors, splitBytes).getFirst();
    }

    /** In order, each part of at most so many bytes unless one tensor alone is larger. */
    static List<List<TensorSource>> divide(List<TensorSource> tensors, long splitBytes) {
        List<List<TensorSource>> parts = new ArrayList<>(List.of(new ArrayList<>()));
        long bytes = 0;
        for (TensorSource tensor : tensors) {
            if (!parts.getLast().isEmpty() && bytes > splitBytes - tensor.bytes()) {
                parts.add(new ArrayList<>());
                bytes = 0;
            }
            parts.getLast().add(tensor);
            bytes += tensor.bytes();
        }
        return parts;
    }
}
