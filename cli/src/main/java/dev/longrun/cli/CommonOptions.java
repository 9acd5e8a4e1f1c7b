package dev.longrun.cli;

import picocli.CommandLine.Option;

/** What every command takes. */
public final class CommonOptions {

    /** Read by {@link Main} where a failure is reported. */
    @Option(names = "--debug", description = "On a failure, print the stack trace too (as LONGRUN_DEBUG=1 does).")
    private boolean debug;
}
