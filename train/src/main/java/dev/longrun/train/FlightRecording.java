package dev.longrun.train;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;

/**
 * A recording of the JVM's own profiler (JFR) of a run: methods, allocation, collections, locks. Of a long run the
 * newest {@value #MOST_BYTES} bytes are kept.
 */
public final class FlightRecording implements AutoCloseable {

    static final long MOST_BYTES = 64_000_000;

    private final Recording recording;

    private FlightRecording(Recording recording) {
        this.recording = recording;
    }

    /**
     * Starts recording.
     *
     * @param file written when the recording is closed, or, after Ctrl-C, when the process ends
     * @throws IOException if this Java cannot record, or the file cannot be written
     */
    public static FlightRecording start(Path file) throws IOException {
        try {
            Recording recording = new Recording(Configuration.getConfiguration("profile"));
            try {
                recording.setName("longrun");
                recording.setToDisk(true);
                recording.setMaxSize(MOST_BYTES);
                recording.setDumpOnExit(true);
                recording.setDestination(file);
                recording.start();
                return new FlightRecording(recording);
            } catch (IOException | RuntimeException failure) {
                recording.close();
                throw failure;
            }
        } catch (ParseException | IllegalStateException | NoClassDefFoundError notInThisJava) {
            throw new IOException(file + ": this Java cannot record (" + notInThisJava.getMessage() + ")",
                notInThisJava);
        }
    }

    /** Ends the recording and writes the file. */
    @Override
    public void close() {
        // On its way out the JVM ends recordings by itself.
        if (recording.getState() == RecordingState.RUNNING) {
            recording.stop();
        }
        recording.close();
    }
}
