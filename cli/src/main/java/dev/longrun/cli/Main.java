package dev.longrun.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParseResult;

/**
 * Where a command line comes in and an exit code goes out: 0 done; 2 bad input, a line for each problem on stderr and
 * nothing written; 1 any other failure; 130 interrupted.
 */
public final class Main {

    static final int FAILED = 1;
    static final int BAD_INPUT = 2;
    static final int INTERRUPTED = 130;

    private Main() {
    }

    /** What the launcher starts. */
    public static void main(String[] args) {
        start(args, (_, _) -> { });
    }

    /** The same for a house with more rooms: {@code benchmarks} adds the commands below {@code longrun bench}. */
    public static void start(String[] args, BiConsumer<CommandLine, Terminal> benchmarks) {
        System.setErr(launchersErr());
        int code = run(Terminal.ofProcess(), benchmarks, args);
        System.exit(code);
    }

    static int run(Terminal terminal, String... args) {
        return run(terminal, (_, _) -> { }, args);
    }

    /** Runs a command; never throws. */
    public static int run(Terminal terminal, BiConsumer<CommandLine, Terminal> benchmarks, String... args) {
        CommandLine line = new CommandLine(new Longrun(terminal));
        line.addSubcommand(new PlanCommand(terminal));
        line.addSubcommand(new ForecastCommand(terminal));
        line.addSubcommand(new CompareCommand(terminal));
        line.addSubcommand(new TrainCommand(terminal));
        line.addSubcommand(new ScoreboardCommand(terminal));
        line.addSubcommand(new GenerateCommand(terminal));
        line.addSubcommand(new InspectCommand(terminal));
        line.addSubcommand(new ConvertCommand(terminal));
        line.addSubcommand(new ReportCommand(terminal));
        line.addSubcommand(new ValidateCommand(terminal));
        line.addSubcommand(new FitCommand(terminal));
        line.addSubcommand(new BacktestCommand(terminal));
        line.addSubcommand(new SchemaCommand(terminal));
        CommandLine bench = new CommandLine(new BenchCommand(terminal));
        benchmarks.accept(bench, terminal);
        line.addSubcommand(bench);
        line.setOut(terminal.writer(terminal.out()));
        line.setErr(terminal.writer(terminal.err()));
        line.setColorScheme(Help.defaultColorScheme(terminal.colour() ? Help.Ansi.ON : Help.Ansi.OFF));
        line.setExecutionExceptionHandler((failure, _, parsed) -> Problems.report(failure, terminal,
            asksForTrace(parsed)));
        line.setParameterExceptionHandler((mistake, _) -> Mistakes.report(mistake, terminal));
        int code = line.execute(args);
        boolean lost = terminal.out().checkError(); // flushes too
        return lost && code == 0 ? FAILED : code;
    }

    private static boolean asksForTrace(ParseResult parsed) {
        return parsed.hasSubcommand() ? asksForTrace(parsed.subcommand()) : parsed.hasMatchedOption("--debug");
    }

    /**
     * The launcher keeps stderr from the JVM, whose warnings nobody asked for, and hands it on as descriptor 3. Such a
     * descriptor has no public constructor, and /dev/fd/3 cannot be opened where it is a socket.
     */
    private static PrintStream launchersErr() {
        if (!Boolean.getBoolean("longrun.stderr3")) {
            return System.err;
        }
        try {
            Constructor<FileDescriptor> constructor = FileDescriptor.class.getDeclaredConstructor(int.class);
            constructor.setAccessible(true);
            return new PrintStream(new FileOutputStream(constructor.newInstance(3)), true, StandardCharsets.UTF_8);
        } catch (ReflectiveOperationException | RuntimeException notOnThisJvm) {
            return System.err;
        }
    }
}
