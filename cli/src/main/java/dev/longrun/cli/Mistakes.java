package dev.longrun.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A command line that cannot be read, as one line: what is wrong, the nearest right thing, where to look. */
final class Mistakes {

    private Mistakes() {
    }

    static int report(ParameterException mistake, Terminal terminal) {
        CommandSpec spec = mistake.getCommandLine().getCommandSpec();
        terminal.err().println(spec.qualifiedName() + ": " + message(mistake, spec) + " (see " + spec.qualifiedName()
            + " --help)");
        terminal.err().flush();
        return Main.BAD_INPUT;
    }

    private static String message(ParameterException mistake, CommandSpec spec) {
        return switch (mistake) {
            case UnmatchedArgumentException unmatched -> unmatched(unmatched.getUnmatched().getFirst(), spec);
            case MissingParameterException missing -> "needs " + missing.getMissing().stream().map(Mistakes::name)
                .distinct().collect(Collectors.joining(" and "));
            case ParameterException other -> other.getMessage().lines().findFirst().map(line ->
                line.substring(0, 1).toLowerCase(Locale.ROOT) + line.substring(1)).orElse("cannot be read");
        };
    }

    private static String name(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() + " " + option.paramLabel() : arg.paramLabel();
    }

    private static String unmatched(String given, CommandSpec spec) {
        boolean option = given.startsWith("-");
        boolean command = !option && !spec.subcommands().isEmpty();
        List<String> known = new ArrayList<>(option ? spec.optionsMap().keySet() : spec.subcommands().keySet());
        String asked = option ? given.replaceFirst("=.*", "") : given;
        return (option ? "unknown option " : command ? "unknown command " : "one argument too many: ") + shown(asked)
            + Nearest.to(asked, known).map(name -> "; did you mean " + name + "?").orElse("");
    }

    private static String shown(String given) {
        return given.isEmpty() ? "\"\"" : Plain.text(given);
    }
}
