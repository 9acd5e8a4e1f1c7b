package dev.longrun.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.longrun.model.Model;
import dev.longrun.model.ModelException;
import dev.longrun.weights.Durable;
import dev.longrun.weights.WeightsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One folder {@code step-00000500}: a Hugging Face model folder with {@code optimizer.safetensors} and
 * {@code state.json} beside. {@code checksums.sha256}, in the format of {@code sha256sum}, covers every other file.
 */
final class Checkpoint {

    private static final String CHECKSUMS = "checksums.sha256";
    private static final String MODEL = "model.safetensors";
    private static final String OPTIMIZER = "optimizer.safetensors";
    private static final String STATE = "state.json";
    private static final Pattern LINE = Pattern.compile("[0-9a-f]{64}  [a-z][a-z0-9._-]*");

    private final Path folder;

    private Checkpoint(Path folder) {
        this.folder = folder;
    }

    static Checkpoint at(Path folder) {
        return new Checkpoint(folder);
    }

    static String name(long step) {
        return String.format(Locale.ROOT, "step-%08d", step);
    }

    Path folder() {
        return folder;
    }

    /**
     * Writes a checkpoint under a temporary name, syncs it and renames it. Whatever fails on the way, an older
     * checkpoint is not touched and nothing half-written keeps the name.
     *
     * @param read run once weights and moments are with the system and may change
     * @throws IOException when the disk is full or fails
     */
    static Checkpoint write(Path checkpoints, Model model, Optimizer optimizer, TrainingState state, Path tokenizer,
        Path runFile, Runnable read) throws IOException {
        Path target = checkpoints.resolve(name(state.step()));
        Path temporary = checkpoints.resolve("." + name(state.step()) + ".tmp");
        Durable.delete(temporary);
        try {
            Files.createDirectories(temporary);
            model.save(temporary);
            Moments.write(temporary.resolve(OPTIMIZER), optimizer);
            read.run();
            Files.copy(tokenizer, temporary.resolve("tokenizer.json"));
            Files.copy(runFile, temporary.resolve("run.yaml"));
            Files.writeString(temporary.resolve(STATE),
                Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(state) + "\n");
            StringBuilder sums = new StringBuilder();
            for (Path file : files(temporary)) {
                Durable.sync(file);
                sums.append(sha256(file)).append("  ").append(file.getFileName()).append('\n');
            }
            Files.writeString(temporary.resolve(CHECKSUMS), sums);
            Durable.sync(temporary.resolve(CHECKSUMS));
            Durable.sync(temporary);
            Durable.delete(target);
            Durable.rename(temporary, target);
        } catch (IOException failure) {
            Durable.delete(temporary);
            throw failure;
        } catch (ModelException | WeightsException failure) {
            Durable.delete(temporary);
            throw new IOException(failure.getMessage(), failure);
        }
        return new Checkpoint(target);
    }

    /**
     * Reads every file and compares it with its checksum.
     *
     * @throws IOException saying which file is missing or damaged
     */
    void verify() throws IOException {
        Path sums = folder.resolve(CHECKSUMS);
        if (!Files.isRegularFile(sums)) {
            throw new IOException(CHECKSUMS + " is missing");
        }
        // Any bytes are Latin-1, so a damaged file is read too, and found out below.
        List<String> lines = Files.readAllLines(sums, StandardCharsets.ISO_8859_1);
        for (String required : List.of(MODEL, OPTIMIZER, STATE, "config.json", "tokenizer.json")) {
            if (lines.stream().noneMatch(line -> line.endsWith("  " + required))) {
                throw new IOException(CHECKSUMS + " does not name " + required);
            }
        }
        for (String line : lines) {
            if (!LINE.matcher(line).matches()) {
                throw new IOException(CHECKSUMS + " is damaged");
            }
            int gap = line.indexOf("  ");
            String name = line.substring(gap + 2);
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new IOException(name + " is missing");
            }
            if (!sha256(file).equals(line.substring(0, gap))) {
                throw new IOException(name + " is damaged: its SHA-256 is not the one written");
            }
        }
    }

    /** Loads the model; call {@link #verify} first. */
    Model model() {
        return Model.load(folder);
    }

    /** Fills the optimiser's moments. */
    void moments(Optimizer optimizer) {
        Moments.read(folder.resolve(OPTIMIZER), optimizer);
    }

    /**
     * What lies beside weights and moments.
     *
     * @throws IOException saying in one line what is wrong with it
     */
    TrainingState state() throws IOException {
        try {
            TrainingState state = Json.MAPPER.readValue(folder.resolve(STATE).toFile(), TrainingState.class);
            if (state == null || !name(state.step()).equals(folder.getFileName().toString())) {
                throw new IOException(STATE + " is not of this checkpoint");
            }
            return state;
        } catch (JsonProcessingException bad) {
            throw new IOException(STATE + " cannot be read: "
                + bad.getOriginalMessage().lines().findFirst().orElse("not valid JSON"), bad);
        }
    }

    /** The size of all its files. */
    long bytes() throws IOException {
        long bytes = 0;
        for (Path file : files(folder)) {
            bytes += Files.size(file);
        }
        return bytes;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
