package dev.longrun.cli;

import dev.longrun.laws.Filter;
import dev.longrun.laws.Ladder;
import dev.longrun.laws.LadderReader;
import dev.longrun.laws.Variable;
import dev.longrun.run.CsvTable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A ladder in a file, and how to read it. */
public final class LadderOptions {

    private static final int MOST_DRAWS = 100_000;

    @Parameters(paramLabel = "FILE", description = "Runs as comma-separated values, the columns named in the first "
        + "row: "
        + "parameters, tokens or FLOP (two of three, or FLOP alone), and loss.")
    private String file;
    @Option(names = "--law", paramLabel = "NAME", description = "chinchilla, over-training, compute, power, "
        + "repetition, "
        + "experts, or auto (default): the richest that the runs can carry.")
    private String law = "auto";
    @Option(names = "--columns", paramLabel = "KEY=NAME", description = "Columns that have names of their own: "
        + "n=..,d=..,c=..,loss=.., also u= (unique tokens), e= (experts). Repeatable.")
    private List<String> columns = new ArrayList<>();
    @Option(names = "--where", paramLabel = "COLUMN=VALUE", description = "Only rows of that value; also !=, < and >. "
        + "Repeatable.")
    private List<String> where = new ArrayList<>();
    @Option(names = "--drop-highest-loss", paramLabel = "K", description = "Leaves out the K highest losses.")
    private int dropHighestLoss;
    @Option(names = "--lowest", description = "Of runs of one size and length keeps the lowest loss: the best of a "
        + "sweep.")
    private boolean lowest;
    @Option(names = "--counting", paramLabel = "RULE", description = "How the file counts N, in words: with "
        + "embeddings, "
        + "without, with the head.")
    private String counting = "";
    @Option(names = "--unit", paramLabel = "UNIT", description = "Unit of the loss, in words: nats per token, bits per "
        + "byte.")
    private String unit = "";
    @Option(names = "--bootstraps", paramLabel = "R", description = "Draws of the bootstrap. Default: 1000; 200 for "
        + "repetition and in a backtest.")
    private int bootstraps;

    /** The name of the law. */
    String law() {
        return law;
    }

    /** How many draws, {@code usual} unless said. */
    int draws(int usual) {
        if (bootstraps < 0 || bootstraps > MOST_DRAWS) {
            throw new InputException("--bootstraps " + bootstraps + ": should be between 1 and " + MOST_DRAWS);
        }
        return bootstraps == 0 ? usual : bootstraps;
    }

    /** Reads the ladder; throws InputException, LawException or TableException. */
    Ladder read(Terminal terminal) throws IOException {
        if (dropHighestLoss < 0) {
            throw new InputException("--drop-highest-loss " + dropHighestLoss + ": should be at least 0");
        }
        if (!Files.isRegularFile(terminal.path(file))) {
            throw new InputException(file + ": no such file");
        }
        List<Filter> filters = where.stream().map(Filter::of).toList();
        CsvTable table = CsvTable.read(terminal.path(file));
        Ladder ladder = new LadderReader(chosen(table), filters, dropHighestLoss, lowest, counting, unit).read(table);
        return new Ladder(file, ladder.points(), ladder.counting(), ladder.unit(), ladder.notes());
    }

    /** Names of columns may hold commas and equals signs: a part that names no variable belongs to the one before. */
    private Map<Variable, String> chosen(CsvTable table) {
        Map<Variable, String> chosen = new EnumMap<>(Variable.class);
        for (String option : columns) {
            Variable last = null;
            for (String part : option.split(",")) {
                int equals = part.indexOf('=');
                String key = equals < 0 ? "" : part.substring(0, equals).strip();
                Variable variable = Arrays.stream(Variable.values()).filter(each -> each.key().equalsIgnoreCase(key))
                    .findFirst().orElse(null);
                if (variable == null && last == null) {
                    throw new InputException("--columns " + option + ": should be KEY=NAME with a KEY of "
                        + Arrays.stream(Variable.values()).map(Variable::key).collect(Collectors.joining(", ")));
                }
                if (variable == null) {
                    chosen.merge(last, part, (before, more) -> before + "," + more);
                } else {
                    chosen.put(variable, part.substring(equals + 1));
                    last = variable;
                }
            }
        }
        chosen.replaceAll((_, name) -> table.columns().contains(name) ? name : name.strip());
        return chosen;
    }
}
