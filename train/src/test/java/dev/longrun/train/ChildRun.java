package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link TinyRun} in a process of its own, which can be killed. */
final class ChildRun implements AutoCloseable {

    private static final int LONGEST_SECONDS = 180;

    private final Process process;
    private final Path log;

    private ChildRun(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts training; each step waits so long that a kill at a random moment falls into every part of a run. */
    static ChildRun start(TinyRun run, long millisAStep, String... jvmFlags) throws IOException {
        Path log = Files.createTempFile(run.corpus().getParent(), "child", ".log");
        List<String> command = new ArrayList<>(List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "--add-modules", "jdk.incubator.vector",
            "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        command.addAll(List.of(jvmFlags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ChildRun.class.getName()));
        // Paths that are not ASCII go by a file: on the command line they would depend on the locale.
        Path arguments = Files.createTempFile(run.corpus().getParent(), "child", ".arguments");
        List<String> lines = new ArrayList<>(List.of(Long.toString(millisAStep), run.corpus().toString(),
            run.runs().toString()));
        lines.addAll(run.overrides());
        Files.write(arguments, lines);
        command.add(arguments.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return new ChildRun(builder.start(), log);
    }

    /** What the process runs. */
    public static void main(String[] args) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(args[0]));
        long millis = Long.parseLong(lines.get(0));
        TinyRun run = new TinyRun(Path.of(lines.get(1)), Path.of(lines.get(2)), lines.subList(3, lines.size()));
        try {
            System.out.println(run.train(2, TinyRun.listener(event -> {
                if (event instanceof Event.Step) {
                    pause(millis);
                }
                System.out.println(event.getClass().getSimpleName());
            }), () -> false));
        } catch (TrainException refused) {
            System.out.println("refused: " + refused.getMessage());
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException wanted) {
            Thread.currentThread().interrupt();
        }
    }

    String said() throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    /** Waits for a line of its output. */
    void awaitLine(String line) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (!said().contains(line)) {
            assertTrue(process.isAlive() || said().contains(line), () -> "ended without " + line + ": " + tell());
            assertTrue(System.nanoTime() < end, () -> "waited too long for " + line + ": " + tell());
            pause(5);
        }
    }

    /** Waits for its end. */
    void awaitEnd() throws InterruptedException {
        assertTrue(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS), this::tell);
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    private String tell() {
        try {
            return said();
        } catch (IOException gone) {
            return gone.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
