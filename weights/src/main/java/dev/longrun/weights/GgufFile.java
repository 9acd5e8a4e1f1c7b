package dev.longrun.weights;

import static dev.longrun.weights.WeightsException.quoted;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A GGUF file of version 2 or 3, memory-mapped, and its other parts where it is split
 * ({@code NAME-00001-of-00003.gguf}). Checked at opening as {@link TensorFile} promises. Writing: {@link Gguf}.
 */
public final class GgufFile implements TensorFile {

    private static final Pattern PART = Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})\\.gguf");

    private final Path file;
    private final Arena arena;
    private final SequencedMap<String, GgufValue> metadata = new LinkedHashMap<>();
    private final SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();

    private GgufFile(Path file, Arena arena) {
        this.file = file;
        this.arena = arena;
    }

    /**
     * Opens and checks; of a split file the first part is given.
     *
     * @throws WeightsException in one line, if a file is missing, broken, cut short or no GGUF
     */
    public static GgufFile open(Path file) {
        GgufFile opened = new GgufFile(file, Arena.ofShared());
        boolean whole = false;
        try {
            List<Path> parts = parts(file);
            for (int part = 0; part < parts.size(); part++) {
                opened.add(parts.get(part), part, parts.size());
            }
            whole = true;
            return opened;
        } finally {
            if (!whole) {
                opened.close();
            }
        }
    }

    /** The files that belong together, in order: all parts of a split file, else the file alone. */
    public static List<Path> parts(Path file) {
        Matcher name = PART.matcher(file.getFileName().toString());
        if (!name.matches() || name.group(3).equals("00000")) {
            return List.of(file);
        }
        WeightsException.require(name.group(2).equals("00001"), file + ": is part " + name.group(2) + " of "
            + name.group(3) + "; give the first, " + part(name.group(1), 1, name.group(3)));
        return IntStream.rangeClosed(1, Integer.parseInt(name.group(3)))
            .mapToObj(number -> file.resolveSibling(part(name.group(1), number, name.group(3)))).toList();
    }

    private static String part(String name, int number, String of) {
        return "%s-%05d-of-%s.gguf".formatted(name, number, of);
    }

    private void add(Path path, int part, int parts) {
        if (!Files.isRegularFile(path)) {
            throw new WeightsException(path + ": no such file");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            MemorySegment all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            GgufHeader header = GgufHeader.parse(all);
            if (parts > 1) {
                header.checkPart(part, parts);
            }
            header.metadata().forEach(metadata::putIfAbsent);
            for (StoredTensor tensor : header.tensors()) {
                WeightsException.require(tensors.putIfAbsent(tensor.name(), tensor) == null,
                    "tensor " + quoted(tensor.name()) + " is in another part too");
            }
        } catch (IOException e) {
            throw new WeightsException(path + ": cannot be read: " + e.getMessage(), e);
        } catch (WeightsException e) {
            throw new WeightsException(path + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String place() {
        return file.toString();
    }

    @Override
    public SequencedMap<String, StoredTensor> tensors() {
        return Collections.unmodifiableSequencedMap(tensors);
    }

    /** The metadata in the file's order; of a split file that of all parts, the first one's counting. */
    public Map<String, GgufValue> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /** A string of the metadata; empty if it is not there or no string. */
    public Optional<String> text(String key) {
        return metadata.get(key) instanceof GgufValue.Text text ? Optional.of(text.value()) : Optional.empty();
    }

    @Override
    public void close() {
        arena.close();
    }
}
