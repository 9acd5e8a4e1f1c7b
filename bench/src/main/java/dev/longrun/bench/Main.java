package dev.longrun.bench;

/** What the launcher starts for {@code longrun bench}: the whole command line, with the commands of this module. */
public final class Main {

    private Main() {
    }

    /** As {@link dev.longrun.cli.Main#main}. */
    public static void main(String[] args) {
        dev.longrun.cli.Main.start(args, (bench, terminal) -> {
            bench.addSubcommand(new KernelsCommand(terminal));
            bench.addSubcommand(new TrainCommand(terminal));
            bench.addSubcommand(new JmhCommand(terminal));
        });
    }
}
