package dev.longrun.convert;

import dev.longrun.model.Architecture;
import dev.longrun.model.GgufModel;
import dev.longrun.model.GgufTensor;
import dev.longrun.model.ModelException;
import dev.longrun.model.TensorRole;
import dev.longrun.weights.GgufFile;
import dev.longrun.weights.SafetensorsFolder;
import dev.longrun.weights.StoredTensor;
import dev.longrun.weights.TensorFile;
import dev.longrun.weights.TensorType;
import dev.longrun.weights.WeightsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * What a checkpoint holds, from headers alone: no tensor is read.
 *
 * @param place the file or folder
 * @param format {@code GGUF} or {@code safetensors}
 * @param architecture what it computes; empty if that is not known here
 * @param unknown why not
 * @param groups parameters by what they are for
 * @param types tensors by how they are stored
 * @param tokenizer what kind, in words
 * @param contexts memory to run it
 */
public record Inspection(String place, String format, Optional<Architecture> architecture, String unknown,
    SequencedMap<String, Long> groups, Map<TensorType, Stored> types, String tokenizer, List<Memory> contexts) {

    private static final int KEY_VALUE_BYTES = 2;

    /**
     * Tensors of one type.
     *
     * @param tensors how many
     * @param values in all of them
     * @param bytes of all of them
     */
    public record Stored(int tensors, long values, long bytes) {

        Stored and(Stored other) {
            return new Stored(tensors + other.tensors, values + other.values, bytes + other.bytes);
        }
    }

    /**
     * Memory that a context takes.
     *
     * @param tokens of context
     * @param keyValueBytes of the cache, in 16 bits, each layer as far back as it looks
     * @param bytes with the weights as they are stored
     */
    public record Memory(int tokens, long keyValueBytes, long bytes) {
    }

    /**
     * Inspects a GGUF file or a folder in Hugging Face layout.
     *
     * @throws WeightsException in one line, if it is neither, or broken
     */
    public static Inspection of(Path path) {
        if (Files.isDirectory(path)) {
            WeightsException.require(SafetensorsFolder.isOne(path), path + ": neither " + SafetensorsFolder.SINGLE
                + " nor " + SafetensorsFolder.INDEX + " in it");
            try (SafetensorsFolder folder = SafetensorsFolder.open(path)) {
                return of(path.toString(), "safetensors", folder,
                    () -> Architecture.read(path.resolve("config.json")), TokenizerKind.of(path));
            }
        }
        try (GgufFile file = GgufFile.open(path)) {
            return of(path.toString(), "GGUF", file, () -> GgufModel.architecture(file), TokenizerKind.of(file));
        }
    }

    private static Inspection of(String place, String format, TensorFile file,
        Supplier<Architecture> reader, String tokenizer) {
        Optional<Architecture> architecture = Optional.empty();
        String unknown = "";
        try {
            architecture = Optional.of(reader.get());
        } catch (ModelException e) {
            unknown = e.getMessage();
        }
        Map<String, TensorRole> roles = new HashMap<>();
        architecture.ifPresent(model -> GgufTensor.of(model).forEach(tensor -> {
            roles.put(tensor.name(), tensor.role());
            tensor.names().forEach(name -> roles.put(name, tensor.role()));
        }));
        SequencedMap<String, Long> groups = new LinkedHashMap<>();
        for (String group : List.of("embedding", "attention", "feed-forward", "experts", "norms", "head", "other")) {
            groups.put(group, 0L);
        }
        Map<TensorType, Stored> types = new EnumMap<>(TensorType.class);
        long bytes = 0;
        for (StoredTensor tensor : file.tensors().values()) {
            groups.merge(group(roles.get(tensor.name())), tensor.values(), Long::sum);
            types.merge(tensor.type(), new Stored(1, tensor.values(), tensor.data().byteSize()), Stored::and);
            bytes += tensor.data().byteSize();
        }
        groups.values().removeIf(count -> count == 0);
        long weights = bytes;
        return new Inspection(place, format, architecture, unknown, groups, types, tokenizer,
            architecture.map(model -> contexts(model, weights)).orElse(List.of()));
    }

    private static String group(TensorRole role) {
        return switch (role) {
            case null -> "other";
            case EMBEDDING, POSITIONS -> "embedding";
            case QUERY, KEY, VALUE, QUERY_KEY_VALUE, OUTPUT -> "attention";
            case GATE, UP, DOWN -> "feed-forward";
            case ROUTER, EXPERT_GATE, EXPERT_UP, EXPERT_DOWN -> "experts";
            case HEAD -> "head";
            case ATTENTION_NORM, QUERY_NORM, KEY_NORM, ATTENTION_POST_NORM, FEED_FORWARD_NORM, FEED_FORWARD_POST_NORM,
                FINAL_NORM -> "norms";
        };
    }

    private static List<Memory> contexts(Architecture model, long weights) {
        TreeSet<Integer> tokens = new TreeSet<>(List.of(2048, 8192, 32_768));
        tokens.removeIf(count -> count > model.context());
        tokens.add(model.context());
        List<Memory> contexts = new ArrayList<>();
        for (int count : tokens) {
            long places = 0;
            for (int layer = 0; layer < model.layers(); layer++) {
                places += Math.min(count, model.reach(layer));
            }
            long cache = 2L * KEY_VALUE_BYTES * model.heads().kv() * model.heads().width() * places;
            contexts.add(new Memory(count, cache, weights + cache));
        }
        return contexts;
    }

    /** Values in all tensors. */
    public long parameters() {
        return types.values().stream().mapToLong(Stored::values).sum();
    }

    /** Bytes of all tensors. */
    public long bytes() {
        return types.values().stream().mapToLong(Stored::bytes).sum();
    }

    /** Parameters that a token meets: of the experts, those that it goes to. */
    public long active() {
        long experts = groups.getOrDefault("experts", 0L);
        return architecture.flatMap(Architecture::experts).map(mixture ->
            parameters() - experts + Math.round((double) experts * mixture.chosen() / mixture.count()))
            .orElse(parameters());
    }
}
