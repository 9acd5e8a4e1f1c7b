package dev.longrun.bench;

import dev.longrun.cli.FailedException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The other end of {@link TorchMain}. */
final class TorchProcess implements Contestant {

    private final Process process;
    private final Children.Guard guard;
    private final BufferedReader answers;
    private final BufferedWriter questions;
    private final Path log;

    /** Starts it; it is ready when this returns. */
    TorchProcess(PeerFiles files, TrainShape shape, Precision precision, TorchSetting setting) throws IOException {
        log = files.folder().resolve("peer.log");
        ProcessBuilder builder = new ProcessBuilder(command(files, shape, precision, setting));
        builder.environment().putAll(setting.environment());
        process = builder.redirectError(log.toFile()).start();
        guard = Children.end(process);
        answers = process.inputReader(StandardCharsets.US_ASCII);
        questions = process.outputWriter(StandardCharsets.US_ASCII);
        answer();
    }

    private static List<String> command(PeerFiles files, TrainShape shape, Precision precision, TorchSetting setting)
        throws IOException {
        List<String> classes = new ArrayList<>(List.of(System.getProperty("java.class.path")));
        files.jars().forEach(jar -> classes.add(jar.toString()));
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED",
            "-Dorg.bytedeco.javacpp.cachedir=" + Files.createDirectories(files.folder().resolve("cache")),
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0", "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-cp", String.join(File.pathSeparator, classes), TorchMain.class.getName(), shape.name(), precision.id(),
            Integer.toString(setting.threads()));
    }

    @Override
    public Window window(double seconds, int leastSteps) throws IOException {
        questions.write("window " + seconds + " " + leastSteps + "\n");
        questions.flush();
        return Window.parse(answer());
    }

    private String answer() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            guard.close();
            throw new FailedException("PyTorch's process ended: " + Logs.firstError(log) + "; its log is " + log, null);
        }
        return line;
    }

    @Override
    public void close() {
        guard.close();
    }
}
