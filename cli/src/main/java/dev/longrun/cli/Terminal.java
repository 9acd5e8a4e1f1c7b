package dev.longrun.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the commands write and what it can show.
 *
 * @param out results, UTF-8
 * @param err problems, UTF-8
 * @param live whether {@code out} is a terminal on which a line can be rewritten
 * @param colour whether to use colours
 * @param folder against which relative paths of the command line are taken
 */
public record Terminal(PrintStream out, PrintStream err, boolean live, boolean colour, Path folder) {

    private static final int USUAL_WIDTH = 80;

    /** The terminal of this process, as the launcher found it. */
    static Terminal ofProcess() {
        boolean live = Boolean.getBoolean("longrun.terminal") && !"dumb".equals(System.getenv("TERM"));
        String noColour = System.getenv("NO_COLOR");
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        return new Terminal(out, System.err, live, live && (noColour == null || noColour.isEmpty()), Path.of(""));
    }

    /** A relative path of the command line, made one of the file system. */
    public Path path(String given) {
        return folder.resolve(given);
    }

    PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /** Columns of the terminal as it is now. */
    int width() {
        if (!live) {
            return Integer.MAX_VALUE;
        }
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(Path.of("/dev/tty").toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            boolean ended = stty.waitFor(1, TimeUnit.SECONDS);
            Matcher columns = Pattern.compile("\\d+ (\\d{1,5})\\s*").matcher(size);
            return ended && columns.matches() ? Math.max(20, Integer.parseInt(columns.group(1))) : USUAL_WIDTH;
        } catch (IOException e) {
            return USUAL_WIDTH;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return USUAL_WIDTH;
        }
    }

    /** Text in a colour or weight of ANSI's, where colours are wanted. */
    String tinted(String text, int code) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
