package dev.longrun.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** What a syntax error of the YAML parser most often means, in the words of someone who writes run files. */
final class YamlAdvice {

    private static final Pattern START = Pattern.compile("found character '(\\S+)' that cannot start any token.*");

    private YamlAdvice() {
    }

    static String of(MarkedYamlEngineException e) {
        String problem = e.getProblem() == null ? "cannot be read" : e.getProblem().lines().findFirst().orElse("");
        String context = e.getContext() == null ? "" : e.getContext();
        Matcher start = START.matcher(problem);
        if (problem.contains("TAB")) {
            return "a tab does not indent; use spaces";
        } else if (start.matches()) {
            return "a text that begins with " + start.group(1) + " must stand in quotes";
        } else if (context.contains("scanning an alias")) {
            return "a text that begins with * must stand in quotes";
        } else if (problem.startsWith("mapping values are not allowed")) {
            return "a second \": \" in a line; a text with it must stand in quotes, "
                + "a key must stand in a line of its own";
        } else if (problem.startsWith("expected <block end>")) {
            return "the indentation does not fit the lines above";
        } else if (problem.contains("found another document")) {
            return "a second document (---) in the file";
        }
        return Texts.cut(problem.replace(", but got <stream end>", " before the end"));
    }
}
