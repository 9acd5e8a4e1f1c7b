package dev.longrun.bench;

import dev.longrun.cli.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** llama.cpp through node-llama-cpp, in a process of its own; fetched by npm when first measured against. */
final class LlamaCppSpeed implements SpeedSide {

    private final Process process;
    private final Children.Guard guard;
    private final BufferedReader answers;
    private final Writer questions;

    private LlamaCppSpeed(Process process) throws IOException {
        this.process = process;
        guard = Children.end(process);
        answers = process.inputReader(StandardCharsets.UTF_8);
        questions = process.outputWriter(StandardCharsets.UTF_8);
        answer("llama.cpp did not load the model");
    }

    static LlamaCppSpeed start(Path home, Path model, int threads, int context) throws IOException {
        Path from = home.resolve("bench/peers/llama.cpp");
        Path folder = Files.createDirectories(home.resolve("bench/target/peers/llama.cpp"));
        for (String file : List.of("package.json", "speed.mjs")) {
            Files.copy(from.resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        try {
            if (!Files.isDirectory(folder.resolve("node_modules"))) {
                Process npm = new ProcessBuilder("npm", "install", "--ignore-scripts", "--omit=optional")
                    .directory(folder.toFile()).redirectErrorStream(true)
                    .redirectOutput(folder.resolve("npm.log").toFile()).start();
                if (npm.waitFor() != 0) {
                    throw new InputException("--against llama.cpp: npm could not fetch it; its log is "
                        + folder.resolve("npm.log"));
                }
            }
            return new LlamaCppSpeed(new ProcessBuilder("node", "speed.mjs", model.toAbsolutePath().toString(),
                Integer.toString(threads), Integer.toString(context)).directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private String answer(String otherwise) throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(otherwise);
        }
        return line;
    }

    private void ask(String question) {
        try {
            questions.write(question + "\n");
            questions.flush();
            answer("llama.cpp ended at: " + question);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void decode(int count) {
        ask("decode " + count);
    }

    @Override
    public void prefill(int count) {
        ask("prefill " + count);
    }

    @Override
    public void close() {
        guard.close();
        process.destroyForcibly();
    }
}
