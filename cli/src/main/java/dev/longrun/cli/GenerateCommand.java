package dev.longrun.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longrun.engine.Engine;
import dev.longrun.model.Decoder;
import dev.longrun.model.Generation;
import dev.longrun.model.Model;
import dev.longrun.model.Sampler;
import dev.longrun.model.Sampling;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.tokenizer.Tokenizer;
import dev.longrun.train.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** longrun generate. */
@Command(name = "generate", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Lets a model go on from a prompt. The same command gives the same text.",
    footerHeading = "%nExample:%n",
    footer = {"  longrun generate runs/laptop --prompt \"public static void \" --temperature 0.8 --top-p 0.95"})
final class GenerateCommand implements Callable<Integer> {

    private final Terminal terminal;
    @Parameters(paramLabel = "RUN", description = "A run's folder or its name (its newest checkpoint is taken), a "
        + "Hugging Face folder, or a GGUF file.")
    private String run;
    @Option(names = "--prompt", paramLabel = "TEXT", required = true, description = "What the model goes on from; may "
        + "be empty.")
    private String prompt;
    @Option(names = "--max-tokens", paramLabel = "N", defaultValue = "200", description = "Tokens to add at most; "
        + "prompt and answer together fit into the model's context. Default: ${DEFAULT-VALUE}")
    private int maxTokens;
    @Option(names = "--temperature", paramLabel = "T", defaultValue = "0.8", description = "0 takes the likeliest "
        + "token, 1 draws as the model says. Default: ${DEFAULT-VALUE}")
    private double temperature;
    @Option(names = "--top-k", paramLabel = "K", defaultValue = "0", description = "Draw among the K likeliest "
        + "tokens; 0 for all. Default: ${DEFAULT-VALUE}")
    private int topK;
    @Option(names = "--top-p", paramLabel = "P", defaultValue = "0.95", description = "Draw among the likeliest "
        + "tokens that together have probability P. Default: ${DEFAULT-VALUE}")
    private double topP;
    @Option(names = "--min-p", paramLabel = "P", defaultValue = "0", description = "Draw among tokens at least P times "
        + "as likely as the likeliest. Default: ${DEFAULT-VALUE}")
    private double minP;
    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Another seed, another text. "
        + "Default: ${DEFAULT-VALUE}")
    private long seed;
    @Option(names = "--json", description = "Print one JSON object at the end instead of the text as it comes.")
    private boolean json;
    @Mixin
    private RunsOption runs;
    @Mixin
    private ThreadsOption threads;
    @Mixin
    private CommonOptions common;

    GenerateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Sampling sampling = new Sampling(temperature, topK, topP, minP, seed);
        if (maxTokens < 1) {
            throw new InputException("--max-tokens " + maxTokens + ": should be at least 1");
        }
        try (ThreadTeam team = new ThreadTeam(threads.count())) {
            Path given = terminal.path(run);
            if (run.endsWith(".gguf")) {
                Tokenizer tokenizer = GgufTokenizer.of(given);
                try (Engine engine = Engine.open(given, team)) {
                    speak(tokenizer, engine.architecture().context(), engine::decoder, sampling);
                }
            } else {
                Path folder = folder(given);
                Model model = Model.load(folder);
                speak(Tokenizer.open(folder), model.architecture().context(),
                    capacity -> model.decoder(team, capacity), sampling);
            }
        }
        return 0;
    }

    private void speak(Tokenizer tokenizer, int context, IntFunction<Decoder> decoders, Sampling sampling) {
        int[] start = start(tokenizer);
        if (start.length > context) {
            throw new InputException("--prompt: is " + start.length + " tokens long and the model's context holds "
                + context);
        }
        generate(decoders.apply((int) Math.min(context, (long) start.length + maxTokens)), new Sampler(sampling),
            tokenizer, start);
    }

    private void generate(Decoder decoder, Sampler sampler, Tokenizer tokenizer, int[] start) {
        TextStream stream = new TextStream(terminal);
        if (!json) {
            stream.write(tokenizer.decodeBytes(start));
        }
        long before = System.nanoTime();
        int[] added = Generation.complete(decoder, sampler, start, maxTokens, tokenizer.endOfText(), token -> {
            if (!json) {
                stream.write(tokenizer.decodeBytes(token));
            }
        });
        double seconds = (System.nanoTime() - before) / 1e9;
        if (json) {
            JsonEvents.print(terminal.out(), JsonMapper.builder().build().createObjectNode().put("prompt", prompt)
                .put("completion", tokenizer.decode(added)).put("promptTokens", start.length)
                .put("tokens", added.length).put("seconds", seconds).put("temperature", temperature).put("seed", seed));
        } else {
            stream.close();
        }
    }

    /** The prompt, after the token that a text begins with in this family; where nothing is left, a text's end. */
    private int[] start(Tokenizer tokenizer) {
        int[] start = IntStream.concat(tokenizer.beginningOfText().stream(),
            IntStream.of(tokenizer.encode(prompt))).toArray();
        return start.length > 0 ? start : new int[] {tokenizer.endOfText()};
    }

    private Path folder(Path given) throws IOException {
        return Files.isRegularFile(given.resolve("config.json")) ? given
            : Checkpoints.newestModel(runs.find(terminal, run).path());
    }
}
