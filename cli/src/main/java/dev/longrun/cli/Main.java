package dev.longrun.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(name = "longrun", description = "Plan, train and serve a language model from one run file.", mixinStandardHelpOptions = true)
public final class Main implements Runnable {
    public void run() {
        CommandLine.usage(this, System.out);
    }
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
