package dev.longrun.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where the commands write and what it can show.
 *
 * @param out results, UTF-8
 * @param err problems, UTF-8
 * @param live whether {@code out} is a terminal on which a line can be rewritten
 * @param colour whether to use colours
 * @param folder against which relative paths of the command line are taken
 */
record Terminal(PrintStream out, PrintStream err, boolean live, boolean colour, Path folder) {

    /** The terminal of this process, as the launcher found it. */
    static Terminal ofProcess() {
        boolean live = Boolean.getBoolean("longrun.terminal") && !"dumb".equals(System.getenv("TERM"));
        String noColour = System.getenv("NO_COLOR");
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        return new Terminal(out, System.err, live, live && (noColour == null || noColour.isEmpty()), Path.of(""));
    }

    /** A relative path of the command line, made one of the file system. */
    Path path(String given) {
        return folder.resolve(given);
    }
}
