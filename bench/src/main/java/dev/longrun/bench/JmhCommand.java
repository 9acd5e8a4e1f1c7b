package dev.longrun.bench;

import dev.longrun.cli.CommonOptions;
import dev.longrun.cli.FailedException;
import dev.longrun.cli.InputException;
import dev.longrun.cli.Terminal;
import dev.longrun.cli.Version;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** longrun bench jmh. */
@Command(name = "jmh", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Runs single kernels under JMH, each in a JVM of its own and on one thread: "
        + "what one kernel does to the JIT compiler's profiles must not strike another.",
    footerHeading = "%nExample:%n", footer = {"  longrun bench jmh \"SoftmaxBenchmark|MatMulBenchmark.nt\""})
final class JmhCommand implements Callable<Integer> {

    private final Terminal terminal;
    @Parameters(paramLabel = "REGEX", arity = "0..1", description = "Which: a regular expression over names like "
        + "NormBenchmark.forward; default all, which takes some minutes.")
    private String regex = ".*";
    @Mixin
    private CommonOptions common;

    JmhCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try {
            Pattern.compile(regex);
        } catch (PatternSyntaxException mistake) {
            throw new InputException("jmh " + regex + ": is no regular expression: " + mistake.getDescription()
                + " near index " + Math.max(0, mistake.getIndex()));
        }
        terminal.out().flush();
        try {
            new Runner(new OptionsBuilder().include(regex).build()).run();
        } catch (NoBenchmarksException none) {
            throw new InputException("jmh " + regex + ": fits none of AdamWBenchmark, CrossEntropyBenchmark, "
                + "LawFitBenchmark, MatMulBenchmark, NormBenchmark, RopeBenchmark, SearchBenchmark and "
                + "SoftmaxBenchmark");
        } catch (RunnerException failure) {
            throw new FailedException("jmh: " + failure.getMessage(), failure);
        }
        return 0;
    }
}
