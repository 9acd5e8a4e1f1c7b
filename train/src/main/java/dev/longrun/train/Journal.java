package dev.longrun.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.longrun.weights.Durable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** {@code journal.jsonl}: one event a line, appended as it happens, without gaps or doubles through kill and resume. */
public final class Journal implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    private Journal(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Opens a journal to append to, after what is kept of what it held. */
    static Journal resume(Path file, List<Event> kept) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Event event : kept) {
            lines.append(Json.MAPPER.writeValueAsString(event)).append('\n');
        }
        Durable.write(file, lines.toString());
        return new Journal(file);
    }

    /**
     * What was read of a journal.
     *
     * @param events in the order written
     * @param unreadable lines that are no event, such as the half line that a killed process leaves at the end
     */
    record Contents(List<Event> events, long unreadable) {
    }

    /** All events of a journal, what cannot be read left out; empty when there is none. */
    public static List<Event> read(Path file) throws IOException {
        return contents(file).events();
    }

    /** All events, and how many lines are none. A last line without an end may be half of one and counts as none. */
    static Contents contents(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        long unreadable = 0;
        if (Files.exists(file)) {
            // Broken UTF-8 is replaced: its line is no event then, and the others are read.
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n') + 1;
            unreadable = end < text.length() ? 1 : 0;
            for (String line : text.substring(0, end).split("\n")) {
                try {
                    if (!line.isBlank()) {
                        events.add(Json.MAPPER.readValue(line, Event.class));
                    }
                } catch (JsonProcessingException notAnEvent) {
                    unreadable++;
                }
            }
        }
        return new Contents(events, unreadable);
    }

    /** The step an event belongs to; 0 for what comes before the first. */
    static long step(Event event) {
        return switch (event) {
            case Event.Started started -> started.step();
            case Event.Skipped skipped -> 0;
            case Event.Prepared prepared -> 0;
            case Event.Resumed resumed -> resumed.step();
            case Event.Step step -> step.step();
            case Event.Evaluated evaluated -> evaluated.step();
            case Event.Foretold foretold -> foretold.step();
            case Event.Sampled sampled -> sampled.step();
            case Event.Saved saved -> saved.step();
            case Event.Profiled profiled -> profiled.step();
            case Event.Routed routed -> routed.step();
            case Event.Stopped stopped -> stopped.step();
            case Event.Finished finished -> finished.step();
        };
    }

    /** Appends an event. */
    void write(Event event) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((Json.MAPPER.writeValueAsString(event) + "\n")
            .getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
    }

    /** What has been written is on disk when this returns. */
    void sync() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
