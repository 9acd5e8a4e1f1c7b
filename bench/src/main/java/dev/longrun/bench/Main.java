package dev.longrun.bench;

import dev.longrun.cli.Terminal;
import picocli.CommandLine;

/** What the launcher starts for {@code longrun bench}: the whole command line, with the commands of this module. */
public final class Main {

    private Main() {
    }

    /** As {@link dev.longrun.cli.Main#main}. */
    public static void main(String[] args) {
        dev.longrun.cli.Main.start(args, Main::add);
    }

    /** Adds what is below {@code longrun bench}. */
    static void add(CommandLine bench, Terminal terminal) {
        bench.addSubcommand(new KernelsCommand(terminal));
        bench.addSubcommand(new TrainCommand(terminal));
        bench.addSubcommand(new DecodeCommand(terminal));
        bench.addSubcommand(new PrefillCommand(terminal));
        bench.addSubcommand(new ModelCommand(terminal));
        bench.addSubcommand(new DatesCommand(terminal));
        bench.addSubcommand(new JmhCommand(terminal));
    }
}
