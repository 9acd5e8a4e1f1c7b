package dev.longrun.laws;

import dev.longrun.page.Words;
import dev.longrun.run.CsvTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a ladder out of a table: columns by name, in whatever spelling and unit, rows by filter; of N, D and C any two
 * give the third.
 *
 * @param chosen columns named by the user
 * @param filters which rows
 * @param dropHighestLoss how many of the highest losses to leave out
 * @param lowest whether of runs of one size and length only the lowest loss counts: the best of a sweep
 * @param counting how N is counted, as the user says; empty where nothing was said
 * @param unit of the loss, as the user says; empty where nothing was said
 */
public record LadderReader(Map<Variable, String> chosen, List<Filter> filters, int dropHighestLoss, boolean lowest,
    String counting, String unit) {

    private static final int MOST_POINTS = 20_000;
    private static final double SAME_LOSS = 0.01; // relative; seeds differ by less

    /** One that finds all by itself. */
    public static LadderReader plain() {
        return new LadderReader(Map.of(), List.of(), 0, false, "", "");
    }

    /** One with some columns named. */
    public LadderReader column(Variable variable, String name) {
        Map<Variable, String> more = new EnumMap<>(Variable.class);
        more.putAll(chosen);
        more.put(variable, name);
        return new LadderReader(more, filters, dropHighestLoss, lowest, counting, unit);
    }

    /** One with a filter more. */
    public LadderReader where(String filter) {
        List<Filter> more = new ArrayList<>(filters);
        more.add(Filter.of(filter));
        return new LadderReader(chosen, more, dropHighestLoss, lowest, counting, unit);
    }

    /** One that leaves out the highest losses. */
    public LadderReader dropping(int highest) {
        return new LadderReader(chosen, filters, highest, lowest, counting, unit);
    }

    /** One that keeps the lowest loss of each size and length. */
    public LadderReader lowestOfEach() {
        return new LadderReader(chosen, filters, dropHighestLoss, true, counting, unit);
    }

    /**
     * Reads the table.
     *
     * @throws LawException if it has not the columns or no rows are left
     * @throws dev.longrun.run.TableException if a cell cannot be used
     */
    public Ladder read(CsvTable table) {
        List<String> notes = new ArrayList<>();
        Map<Variable, Column> columns = columns(table, notes);
        filters.forEach(filter -> {
            if (!table.columns().contains(filter.column())) {
                throw new LawException(table.label() + ": --where " + filter + ": no such column; there are "
                    + String.join(", ", table.columns()));
            }
        });
        List<Point> points = new ArrayList<>();
        int kept = 0;
        int incomplete = 0;
        for (CsvTable.Row row : table.rows()) {
            if (!filters.stream().allMatch(filter -> filter.keeps(row))) {
                continue;
            }
            kept++;
            Optional<Point> point = point(row, columns);
            point.ifPresent(points::add);
            incomplete += point.isPresent() ? 0 : 1;
        }
        if (kept == 0) {
            throw new LawException(table.label() + ": no row is left" + (filters.isEmpty() ? "" : " by --where "
                + filters.stream().map(Filter::toString).collect(Collectors.joining(" --where "))));
        }
        if (points.isEmpty()) {
            throw new LawException(table.label() + ": no runs are left: each of its " + kept
                + " rows lacks a size, a budget or a loss");
        }
        if (incomplete > 0) {
            notes.add(incomplete + " of " + kept + " rows lack a size, a budget or a loss and are left out");
        }
        if (points.size() > MOST_POINTS) {
            throw new LawException(table.label() + ": has " + points.size() + " runs; at most " + MOST_POINTS
                + " can be fitted");
        }
        lowest(points, notes);
        drop(points, notes);
        Ladder ladder = new Ladder(table.label(), points, counting(table, columns), unit(columns.get(Variable.LOSS)),
            notes);
        LadderChecks.warn(ladder, notes);
        return new Ladder(ladder.label(), List.copyOf(points), ladder.counting(), ladder.unit(), List.copyOf(notes));
    }

    private Map<Variable, Column> columns(CsvTable table, List<String> notes) {
        Map<Variable, Column> columns = new EnumMap<>(Variable.class);
        chosen.forEach((variable, name) -> {
            if (!table.columns().contains(name)) {
                throw new LawException(table.label() + ": no column is called \"" + name + "\"; there are "
                    + String.join(", ", table.columns()));
            }
            columns.put(variable, Column.chosen(name, variable));
        });
        Set<String> taken = columns.values().stream().map(Column::name).collect(Collectors.toSet());
        for (Variable variable : EnumSet.complementOf(EnumSet.of(Variable.SCORE))) {
            if (!columns.containsKey(variable)) {
                table.columns().stream().filter(name -> !taken.contains(name) && Column.of(name, variable).isPresent())
                    .min(Comparator.comparingInt(variable::rank)).ifPresent(name -> {
                        columns.put(variable, Column.of(name, variable).orElseThrow());
                        taken.add(name);
                    });
            }
        }
        if (!columns.containsKey(Variable.LOSS)) {
            columns.put(Variable.LOSS, anyLoss(table));
        }
        boolean enough = columns.containsKey(Variable.FLOP)
            || columns.containsKey(Variable.PARAMETERS) && columns.containsKey(Variable.TOKENS);
        if (!enough) {
            Variable missing = columns.containsKey(Variable.TOKENS) ? Variable.PARAMETERS
                : columns.containsKey(Variable.PARAMETERS) ? Variable.TOKENS : Variable.FLOP;
            throw missing(table, missing);
        }
        columns.forEach((variable, column) -> notes.add(variable.noun() + " from column \"" + column.name() + "\""
            + (column.factor() == 1 ? "" : ", times " + Words.format("%.3g", column.factor()))
            + (column.perplexity() ? ", as the logarithm of the perplexity" : "")));
        boolean n = columns.containsKey(Variable.PARAMETERS);
        boolean d = columns.containsKey(Variable.TOKENS);
        if (n != d) {
            notes.add((n ? "D = C/(6 N)" : "N = C/(6 D)") + ": the file has no " + (n ? "tokens" : "parameters"));
        } else if (n && !columns.containsKey(Variable.FLOP)) {
            notes.add("C = 6 N D: the file has no FLOP");
        }
        return columns;
    }

    private static Column anyLoss(CsvTable table) {
        List<String> like = table.columns().stream()
            .filter(name -> name.toLowerCase(Locale.ROOT).matches(".*(loss|bpb|ppl|perplexity|nll).*")).toList();
        if (like.size() == 1) {
            return Column.chosen(like.getFirst(), Variable.LOSS);
        }
        if (like.isEmpty()) {
            throw missing(table, Variable.LOSS);
        }
        throw new LawException(table.label() + ": which column is the loss? Say one of --columns loss="
            + String.join(", loss=", like));
    }

    private static LawException missing(CsvTable table, Variable variable) {
        return new LawException(table.label() + ": no column holds the " + variable.noun() + "; known spellings are "
            + variable.spellings().stream().limit(12).collect(Collectors.joining(", ")) + "; the file has "
            + String.join(", ", table.columns()) + "; name it with --columns " + variable.key() + "=COLUMN");
    }

    private static Optional<Point> point(CsvTable.Row row, Map<Variable, Column> columns) {
        Map<Variable, Double> values = new EnumMap<>(Variable.class);
        columns.forEach((variable, column) -> {
            OptionalDouble number = Cell.number(row, column.name());
            if (number.isPresent()) {
                if (!(number.getAsDouble() > 0) && variable != Variable.SCORE) {
                    throw row.problem(column.name(), Words.plain(number.getAsDouble()) + " should be above 0");
                }
                values.put(variable, column.perplexity() ? Math.log(number.getAsDouble())
                    : number.getAsDouble() * column.factor());
            }
        });
        double n = values.getOrDefault(Variable.PARAMETERS, Double.NaN);
        double d = values.getOrDefault(Variable.TOKENS, Double.NaN);
        double flop = values.getOrDefault(Variable.FLOP, Double.NaN);
        double loss = values.getOrDefault(Variable.LOSS, Double.NaN);
        if (Double.isNaN(flop)) {
            flop = Point.FLOP_PER_PARAMETER_AND_TOKEN * n * d;
        } else if (Double.isNaN(d)) {
            d = flop / (Point.FLOP_PER_PARAMETER_AND_TOKEN * n);
        } else if (Double.isNaN(n)) {
            n = flop / (Point.FLOP_PER_PARAMETER_AND_TOKEN * d);
        }
        boolean sized = columns.containsKey(Variable.PARAMETERS) || columns.containsKey(Variable.TOKENS);
        if (Double.isNaN(flop) || Double.isNaN(loss) || sized && Double.isNaN(n * d)) {
            return Optional.empty();
        }
        if (!(loss > 0)) {
            throw row.problem(columns.get(Variable.LOSS).name(), "a perplexity should be above 1");
        }
        double unique = values.getOrDefault(Variable.UNIQUE, d);
        return Optional.of(new Point(row.line(), n, d, flop, Math.min(unique, d),
            values.getOrDefault(Variable.EXPERTS, 1.0), loss));
    }

    /** Of runs of one size and length the lowest, if asked; else a warning where there are many. */
    private void lowest(List<Point> points, List<String> notes) {
        Map<List<Double>, Point> best = new LinkedHashMap<>();
        Set<List<Double>> swept = new HashSet<>();
        for (Point at : points) {
            List<Double> cell = List.of(at.n(), at.d(), at.flop(), at.unique(), at.experts());
            Point other = best.merge(cell, at, (x, y) -> x.loss() <= y.loss() ? x : y);
            if (Math.abs(other.loss() / at.loss() - 1) > SAME_LOSS) {
                swept.add(cell);
            }
        }
        if (lowest) {
            notes.add("of " + points.size() + " runs the lowest loss of each of " + best.size()
                + " sizes and lengths is kept, as asked");
            points.clear();
            points.addAll(best.values());
        } else if (!swept.isEmpty()) {
            notes.add("warning: " + swept.size() + (swept.size() == 1 ? " pair" : " pairs")
                + " of N and D have runs of "
                + "different losses: several recipes or data sets in one file (--where), or a sweep (--lowest)?");
        }
    }

    private void drop(List<Point> points, List<String> notes) {
        if (dropHighestLoss > 0) {
            List<Point> highest = points.stream().sorted(Comparator.comparingDouble(Point::loss).reversed())
                .limit(dropHighestLoss).toList();
            points.removeAll(highest);
            notes.add("the " + highest.size() + " highest losses are left out, as asked");
        }
    }

    /** As said, or as a column that has one value for all rows says. */
    private String counting(CsvTable table, Map<Variable, Column> columns) {
        if (!counting.isBlank()) {
            return counting;
        }
        Optional<String> column = table.columns().stream().filter(name -> Set.of("paramconvention", "paramcount",
            "counting", "countingrule", "nconvention").contains(Variable.plain(name))).findFirst();
        if (column.isPresent()) {
            Set<String> values = table.rows().stream().filter(row -> filters.stream().allMatch(f -> f.keeps(row)))
                .map(row -> row.text(column.get()).orElse("")).collect(Collectors.toSet());
            if (values.size() == 1) {
                return values.iterator().next();
            }
        }
        String name = columns.containsKey(Variable.PARAMETERS) ? columns.get(Variable.PARAMETERS).name() : "";
        return name.toLowerCase(Locale.ROOT).matches(".*(embed|emb|total|active).*") ? name : "";
    }

    private String unit(Column loss) {
        if (!unit.isBlank()) {
            return unit;
        }
        String name = Variable.plain(loss.name());
        return name.contains("bpb") || name.contains("bitsperbyte") ? "bits per byte"
            : loss.perplexity() ? "nats per token" : name.contains("nats") ? "nats" : name.contains("bits") ? "bits"
            : "";
    }
}
