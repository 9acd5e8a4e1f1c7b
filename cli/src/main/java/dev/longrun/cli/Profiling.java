package dev.longrun.cli;

import dev.longrun.train.Event;
import dev.longrun.train.FlightRecording;
import dev.longrun.train.TrainListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records a run from its first step on, and keeps what it tells of its time; passes everything on. */
final class Profiling implements TrainListener, AutoCloseable {

    private final TrainListener next;
    private final Terminal terminal;
    private final Path file;
    private Optional<FlightRecording> recording = Optional.empty();
    private Optional<Event.Profiled> profiled = Optional.empty();

    Profiling(TrainListener next, Terminal terminal, Path file) {
        this.next = next;
        this.terminal = terminal;
        this.file = file;
    }

    /** Where the time went, once the run has told, and where the recording is. */
    List<String> summary() {
        List<String> lines = new ArrayList<>(profiled.map(ProfileText::lines).orElse(List.of()));
        recording.ifPresent(_ -> lines.add("recording: " + file));
        return lines;
    }

    @Override
    public void event(Event event) {
        if (event instanceof Event.Started) {
            start();
        }
        if (event instanceof Event.Profiled told) {
            profiled = Optional.of(told);
        }
        next.event(event);
    }

    private void start() {
        try {
            recording = Optional.of(FlightRecording.start(file));
        } catch (IOException failure) {
            // The run itself is worth more than its recording.
            terminal.err().println("longrun: not recorded: " + Problems.message(failure));
        }
    }

    @Override
    public void preparing(String what, double share) {
        next.preparing(what, share);
    }

    @Override
    public void progress(long step, long steps, double etaSeconds, Event.Step last) {
        next.progress(step, steps, etaSeconds, last);
    }

    /** Writes the recording. */
    @Override
    public void close() {
        recording.ifPresent(FlightRecording::close);
        recording = Optional.empty();
    }
}
