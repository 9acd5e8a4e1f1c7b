package dev.longrun.bench;

import dev.longrun.cli.CommonOptions;
import dev.longrun.cli.Terminal;
import dev.longrun.cli.Version;
import dev.longrun.engine.RandomGguf;
import dev.longrun.model.Architecture;
import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Architecture.Heads;
import dev.longrun.model.Architecture.Hidden;
import dev.longrun.model.Architecture.Norm;
import dev.longrun.model.Architecture.Norms;
import dev.longrun.model.Architecture.Rotary;
import dev.longrun.model.Family;
import dev.longrun.model.RopeScaling;
import dev.longrun.weights.TensorType;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** longrun bench model. */
@Command(name = "model", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Writes a GGUF file of Llama 3.2 1B's shape (1,235.8M parameters) with random "
        + "numbers: 1.3 GB at Q8_0, 0.7 GB at Q4_0.",
    footerHeading = "%nExample:%n", footer = {"  longrun bench model random.gguf --type Q4_0"})
final class ModelCommand implements Callable<Integer> {

    private static final int LAYERS = 16;

    private final Terminal terminal;
    @Parameters(paramLabel = "FILE", description = "The file to write.")
    private String file;
    @Option(names = "--type", paramLabel = "TYPE", description = "F32, F16, BF16, Q8_0 (default), Q4_0, Q4_K or Q6_K.")
    private TensorType type = TensorType.Q8_0;
    @Mixin
    private CommonOptions common;

    ModelCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        RandomGguf.write(terminal.path(file), new Architecture(Family.LLAMA, 128_256, 2048, LAYERS, 131_072,
            new Norms(Norm.RMS, 1e-5, false, false), Heads.plain(32, 8, 64), Collections.nCopies(LAYERS, 0),
            new Rotary(500_000, new RopeScaling.Llama3(32, 1, 4, 8192), 0),
            new Hidden(Activation.SWIGLU, 8192, false), Optional.empty(), 1, 1, 0, true), type, 1);
        return 0;
    }
}
