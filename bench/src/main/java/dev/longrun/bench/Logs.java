package dev.longrun.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What another program's log says, in a line. */
final class Logs {

    private static final int MOST = 300;

    private Logs() {
    }

    /** The first line that speaks of an error, else the last line. */
    static String firstError(Path log) {
        try {
            return firstError(new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList());
        } catch (IOException unreadable) {
            return "no reason is known";
        }
    }

    static String firstError(List<String> lines) {
        List<String> said = lines.stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
        String line = said.stream().filter(text -> text.contains("ERROR") || text.contains("Error")
            || text.contains("Exception")).findFirst().orElse(said.isEmpty() ? "no reason is known" : said.getLast());
        return line.length() > MOST ? line.substring(0, MOST) : line;
    }
}
