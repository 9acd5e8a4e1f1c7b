package dev.longrun.weights;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeSet;

/**
 * The tensors of a folder in Hugging Face layout: {@code model.safetensors}, or the shards that
 * {@code model.safetensors.index.json} names.
 */
public final class SafetensorsFolder implements TensorFile {

    /** The one file of an undivided model. */
    public static final String SINGLE = "model.safetensors";
    /** What tells which shard holds which tensor. */
    public static final String INDEX = SINGLE + ".index.json";

    private static final long MOST_INDEX_BYTES = 100_000_000;
    private static final int MOST_SHARDS = 10_000;

    private static final JsonMapper JSON =
        JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final Path folder;
    private final Map<String, SafetensorsFile> files = new LinkedHashMap<>();
    private final SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();

    private SafetensorsFolder(Path folder) {
        this.folder = folder;
    }

    /** Whether a folder holds tensors in this layout. */
    public static boolean isOne(Path folder) {
        return Files.isRegularFile(folder.resolve(INDEX)) || Files.isRegularFile(folder.resolve(SINGLE));
    }

    /**
     * Opens and checks every file of the model; where an index and a single file are both there, the index counts.
     *
     * @throws WeightsException in one line, if a file is missing or broken, or index and shards do not agree
     */
    public static SafetensorsFolder open(Path folder) {
        SafetensorsFolder opened = new SafetensorsFolder(folder);
        try {
            if (Files.isRegularFile(folder.resolve(INDEX))) {
                opened.openShards(weightMap(folder.resolve(INDEX)));
            } else {
                opened.openFile(SINGLE);
            }
            return opened;
        } catch (WeightsException e) {
            opened.close();
            throw e;
        }
    }

    private void openFile(String name) {
        SafetensorsFile file = SafetensorsFile.open(folder.resolve(name));
        files.put(name, file);
        for (StoredTensor tensor : file.tensors().values()) {
            WeightsException.require(tensors.putIfAbsent(tensor.name(), tensor) == null, file.place() + ": tensor "
                + WeightsException.quoted(tensor.name()) + " is in another shard too");
        }
    }

    private void openShards(Map<String, String> weightMap) {
        Path index = folder.resolve(INDEX);
        TreeSet<String> names = new TreeSet<>(weightMap.values());
        WeightsException.require(names.size() <= MOST_SHARDS, index + ": names " + names.size()
            + " shards; at most " + MOST_SHARDS + " are sensible");
        for (String name : names) {
            WeightsException.require(!name.contains("/") && !name.contains("\\") && name.endsWith(".safetensors"),
                index + ": " + WeightsException.quoted(name) + " is no name of a shard beside it");
            openFile(name);
        }
        weightMap.forEach((tensor, shard) -> WeightsException.require(
            files.get(shard).tensors().containsKey(tensor), index + ": says that tensor "
                + WeightsException.quoted(tensor) + " is in " + WeightsException.quoted(shard) + ", but it is not"));
    }

    private static Map<String, String> weightMap(Path index) {
        try {
            WeightsException.require(Files.size(index) <= MOST_INDEX_BYTES, index + ": " + Files.size(index)
                + " bytes; an index has at most " + MOST_INDEX_BYTES);
            JsonNode map = JSON.readTree(Files.readAllBytes(index)).path("weight_map");
            WeightsException.require(map.isObject() && !map.isEmpty(), index + ": has no weight_map");
            Map<String, String> shards = new LinkedHashMap<>();
            map.properties().forEach(entry -> {
                WeightsException.require(entry.getValue().isTextual(), index + ": the shard of "
                    + WeightsException.quoted(entry.getKey()) + " is no string");
                shards.put(entry.getKey(), entry.getValue().textValue());
            });
            return shards;
        } catch (IOException e) {
            throw new WeightsException(index + ": cannot be read: "
                + String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
        }
    }

    @Override
    public String place() {
        return (files.size() == 1 ? folder.resolve(files.keySet().iterator().next()) : folder).toString();
    }

    @Override
    public SequencedMap<String, StoredTensor> tensors() {
        return Collections.unmodifiableSequencedMap(tensors);
    }

    /** The files, in the order of their names. */
    public Map<String, SafetensorsFile> files() {
        return Collections.unmodifiableMap(files);
    }

    @Override
    public void close() {
        files.values().forEach(SafetensorsFile::close);
    }
}
