package dev.longrun.convert;

import dev.longrun.model.Architecture;
import dev.longrun.model.GgufModel;
import dev.longrun.model.GgufTensor;
import dev.longrun.model.ModelException;
import dev.longrun.weights.Durable;
import dev.longrun.weights.GgufFile;
import dev.longrun.weights.GgufValue;
import dev.longrun.weights.SafetensorsFolder;
import dev.longrun.weights.StoredTensor;
import dev.longrun.weights.TensorFile;
import dev.longrun.weights.TensorSource;
import dev.longrun.weights.TensorType;
import dev.longrun.weights.WeightsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Converts a folder in Hugging Face layout to GGUF, or GGUF to such a folder: tensor by tensor, a few rows at a time,
 * so that memory does not grow with the model. What was written is read again and compared.
 *
 * @param in folder or GGUF file
 * @param out what is to be made; must not be there
 * @param recipe how values are stored; empty for as they are
 * @param splitBytes a new file is begun when one would become larger; {@link Long#MAX_VALUE} for never
 */
public record Conversion(Path in, Path out, Optional<Recipe> recipe, long splitBytes) {

    /** Told how far a conversion is. */
    @FunctionalInterface
    public interface Watcher {

        /** This share of writing and reading again is done. */
        void at(double share);
    }

    /** Counts bytes for a watcher. */
    static final class Pace {

        private final Watcher watcher;
        private double all;
        private double done;

        Pace(Watcher watcher) {
            this.watcher = watcher;
        }

        /** So many more bytes are to be written, and read again. */
        void expect(long bytes) {
            all += 2.0 * bytes;
        }

        void done(long bytes) {
            done += bytes;
            watcher.at(done / all);
        }
    }

    /**
     * Converts and checks.
     *
     * @throws ModelException or {@link WeightsException} in one line, if the input cannot be used; nothing is left then
     * @throws IOException if the output cannot be written
     */
    public Outcome run(Watcher watcher) throws IOException {
        WeightsException.require(!Files.exists(out), out + ": is in the way");
        boolean folder = Files.isDirectory(in);
        WeightsException.require(folder == out.toString().endsWith(".gguf"), out + ": should "
            + (folder ? "end in .gguf, as " + in + " is a folder" : "be a folder, as " + in + " is a file"));
        Pace pace = new Pace(watcher);
        return folder ? toGguf(pace) : toFolder(pace);
    }

    private Outcome toGguf(Pace pace) throws IOException {
        Architecture model = Architecture.read(in.resolve("config.json"));
        Map<String, GgufValue> metadata = GgufModel.metadata(model);
        metadata.put("general.name", GgufValue.of(in.toAbsolutePath().normalize().getFileName().toString()));
        recipe.ifPresent(some -> metadata.put("general.file_type", GgufValue.of(some.fileType())));
        if (recipe.isPresent() && recipe.get().quantised()) {
            metadata.put("general.quantization_version", GgufValue.of(2));
        }
        metadata.put(FolderFiles.CONFIG_KEY, GgufValue.of(Files.readString(in.resolve("config.json"))));
        TokenizerKeys.of(in, model.vocabulary()).forEach(metadata::put);
        try (SafetensorsFolder folder = SafetensorsFolder.open(in)) {
            List<Packing> packings = new ArrayList<>();
            Set<String> used = new HashSet<>();
            for (GgufTensor tensor : GgufTensor.of(model)) {
                List<StoredTensor> parts = tensor.names().stream().map(name -> find(folder, name, tensor.partShape()))
                    .toList();
                parts.forEach(part -> used.add(part.name()));
                TensorType type = recipe.map(some -> some.type(model, tensor)).orElse(
                    Recipe.alwaysF32(tensor) ? TensorType.F32 : parts.getFirst().type());
                packings.add(new Packing(tensor.name(), type, tensor.shape(), Change.toGguf(tensor, parts)));
            }
            FolderFiles.requireAllUsed(folder, used);
            List<TensorSource> sources = new ArrayList<>(packings.stream().map(packing -> packing.source(pace))
                .toList());
            GgufModel.ropeDivisors(model).ifPresent(sources::addFirst);
            GgufParts.write(out, metadata, sources, splitBytes);
            return checked(packings, () -> GgufFile.open(GgufParts.first(out, sources, splitBytes)), pace,
                GgufParts.files(out, sources, splitBytes));
        }
    }

    private static StoredTensor find(SafetensorsFolder folder, String name, List<Long> shape) {
        StoredTensor found = folder.tensors().get(name);
        // GPT-2's own files leave the first word out.
        StoredTensor tensor = found != null ? found : folder.tensor(folder.tensors().containsKey(name.replaceFirst(
            "^transformer\\.", "")) ? name.replaceFirst("^transformer\\.", "") : name);
        return fitting(folder, tensor, shape);
    }

    private static StoredTensor fitting(TensorFile file, StoredTensor tensor, List<Long> shape) {
        if (!tensor.shape().equals(shape)) {
            throw new ModelException(file.place() + ": " + tensor.name() + " has shape " + tensor.shape()
                + ", expected " + shape + " by the model's configuration");
        }
        if (!tensor.type().usable()) {
            throw new ModelException(file.place() + ": " + tensor.name() + " is " + tensor.type()
                + ", which cannot be converted");
        }
        return tensor;
    }

    private Outcome toFolder(Pace pace) throws IOException {
        try (GgufFile file = GgufFile.open(in)) {
            Architecture model = GgufModel.architecture(file);
            List<Packing> packings = new ArrayList<>();
            for (GgufTensor tensor : GgufTensor.of(model)) {
                StoredTensor stored = fitting(file, file.tensor(alias(file, tensor.name())), tensor.shape());
                TensorType type = recipe.map(Recipe::plainType).orElse(stored.type().inSafetensors() ? stored.type()
                    : TensorType.F32);
                WeightsException.require(type.inSafetensors(), "--type " + type
                    + ": safetensors holds F32, F16 and BF16");
                for (int part = 0; part < tensor.names().size(); part++) {
                    packings.add(new Packing(tensor.names().get(part), type, tensor.partShape(),
                        Change.toPart(tensor, stored, part)));
                }
            }
            Path temporary = out.toAbsolutePath().resolveSibling("." + out.getFileName() + ".tmp");
            FolderFiles.write(temporary, out, file, model, packings.stream().map(packing -> packing.source(pace))
                .toList(), splitBytes);
            return checked(packings, () -> SafetensorsFolder.open(out), pace, List.of(out));
        }
    }

    /** Grok's last norm of a block has two names. */
    private static String alias(GgufFile file, String name) {
        String other = name.contains("layer_output_norm") ? name.replace("layer_output_norm", "post_ffw_norm")
            : name.replace("post_ffw_norm", "layer_output_norm");
        return file.tensors().containsKey(name) || !file.tensors().containsKey(other) ? name : other;
    }

    private Outcome checked(List<Packing> packings, Supplier<TensorFile> written, Pace pace, List<Path> made)
        throws IOException {
        Map<TensorType, Outcome.Error> errors = new LinkedHashMap<>();
        try (TensorFile file = written.get()) {
            for (Packing packing : packings) {
                Outcome.compare(file.tensor(packing.name()), packing, pace);
                errors.merge(packing.type(), new Outcome.Error(1, packing.relativeError(), packing.name()),
                    Outcome.Error::and);
            }
        } catch (WeightsException e) {
            for (Path path : made) {
                Durable.delete(path);
            }
            throw new IOException(e.getMessage(), e);
        }
        long bytes = 0;
        for (Path path : made) {
            bytes += size(path);
        }
        return new Outcome(made, bytes, errors);
    }

    private static long size(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return Files.size(path);
        }
        try (var files = Files.list(path)) {
            return files.mapToLong(file -> {
                try {
                    return Files.size(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }).sum();
        }
    }
}
