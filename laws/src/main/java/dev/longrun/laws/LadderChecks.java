package dev.longrun.laws;

import dev.longrun.page.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What is wrong with a ladder: some of it makes a fit impossible, some only doubtful. */
final class LadderChecks {

    private static final double MIX_UP = 300; // nearer to a factor of 1,000 than of 100, in decades
    private static final double SAME_FLOP = 0.05; // of ln C: one level of compute
    private static final double SMALLEST_MODEL = 1e4; // parameters; below it a unit is the likelier cause

    private LadderChecks() {
    }

    /**
     * Refuses what no law of this form can be fitted to.
     *
     * @throws LawException with the reason
     */
    static void refuse(Law law, Ladder ladder) {
        List<Point> points = ladder.points();
        int needed = law.parameters().size() + (law instanceof PowerLaw ? 1 : 0);
        if (points.size() < needed) {
            throw new LawException(ladder.label() + ": " + law.name() + " has " + law.parameters().size()
                + " parameters and needs at least " + needed + " runs; there are " + points.size()
                + (law instanceof PowerLaw || points.size() < 3 ? "" : "; --law power needs 3"));
        }
        for (Variable variable : law.needs()) {
            distinct(law, ladder, variable);
        }
        if (law.needs().contains(Variable.TOKENS) && law.asymptote().isPresent() && !(law instanceof OverTraining)
            && Math.abs(correlation(points, at -> Math.log(at.n()), at -> Math.log(at.d()))) > 1 - 1e-9) {
            throw new LawException(ladder.label() + ": N and D grow in step, so their effects cannot be told apart; "
                + "use --law compute");
        }
        if (correlation(ranks(points, at -> Math.rint(Math.log(ladder.flop(at)) / SAME_FLOP)), ranks(points,
            Point::loss)) > 0) {
            throw new LawException(ladder.label() + ": losses rise with compute; is the loss column the right one (a "
                + "score?), or are runs of several recipes mixed (--where)?");
        }
    }

    private static void distinct(Law law, Ladder ladder, Variable variable) {
        ToDoubleFunction<Point> of = switch (variable) {
            case PARAMETERS -> Point::n;
            case TOKENS -> Point::d;
            case FLOP -> ladder::flop;
            default -> _ -> Double.NaN;
        };
        double[] values = ladder.points().stream().mapToDouble(of).toArray();
        if (variable == Variable.EXPERTS || variable == Variable.UNIQUE) {
            return;
        }
        if (Arrays.stream(values).anyMatch(Double::isNaN)) {
            throw new LawException(ladder.label() + ": " + law.name() + " needs the " + variable.noun()
                + " of every run; --law compute and --law power need FLOP alone");
        }
        long different = different(ladder.points(), of);
        int least = law instanceof PowerLaw || law instanceof OverTraining ? 2 : 3;
        if (different < least) {
            String noun = variable.noun();
            throw new LawException(ladder.label() + ": " + (different == 1 ? "all runs have the same " + noun
                : "the runs have only two values of " + noun) + " (" + Words.count(values[0]) + "); " + law.name()
                + " needs at least " + least + (variable == Variable.FLOP ? ""
                : "; --law compute fits loss against FLOP alone"));
        }
    }

    /** How many values, taken as the same within 0.01 %. */
    static long different(List<Point> points, ToDoubleFunction<Point> of) {
        return points.stream().mapToDouble(of).map(v -> Math.rint(Math.log(v) * 1e4)).distinct().count();
    }

    /** Adds a line for each thing that looks wrong. */
    static void warn(Ladder ladder, List<String> notes) {
        List<Point> points = ladder.points();
        if (points.isEmpty()) {
            return;
        }
        Map<List<Double>, Long> seen = new HashMap<>();
        List<Long> twice = new ArrayList<>();
        for (Point at : points) {
            if (seen.putIfAbsent(List.of(at.n(), at.d(), at.flop(), at.unique(), at.experts(), at.loss()), at.line())
                != null) {
                twice.add(at.line());
            }
        }
        if (!twice.isEmpty()) {
            notes.add("warning: " + twice.size() + (twice.size() == 1 ? " run is" : " runs are")
                + " there twice (line " + lines(twice) + "); each copy counts");
        }
        units(ladder, notes);
        long high = points.stream().filter(at -> at.loss() > 20).count();
        if (high > 0) {
            notes.add("warning: " + high + (high == 1 ? " loss is" : " losses are") + " above 20; is the column a "
                + "perplexity (--columns loss=NAME "
                + "with \"ppl\" in its name) or a loss summed over tokens?");
        }
    }

    private static void units(Ladder ladder, List<String> notes) {
        List<Point> points = ladder.points();
        stray(points, at -> at.flop() / at.n() / at.d(), "C / (N D)", notes);
        double middle = middle(points, at -> at.flop() / (Point.FLOP_PER_PARAMETER_AND_TOKEN * at.n() * at.d()));
        if (middle > MIX_UP || middle < 1 / MIX_UP) {
            notes.add(Words.format("warning: C is %.3g times 6 N D throughout: a unit is mixed up (thousands, millions "
                + "or billions of parameters or tokens?)", middle));
        }
        stray(points, Point::loss, "the loss", notes);
        if (notes.stream().noneMatch(note -> note.contains("C / (N D)"))) {
            strayFromNeighbours(points, Point::n, "N", notes);
            strayFromNeighbours(points, Point::d, "D", notes);
            strayFromNeighbours(points, Point::flop, "C", notes);
        }
        if (ladder.most(Point::n) < SMALLEST_MODEL) {
            notes.add(Words.format("warning: N is at most %s; is it counted in millions or billions? Write the unit "
                + "into the column's name, as in \"params (B)\"", Words.plain(ladder.most(Point::n))));
        }
        if (ladder.most(Point::d) < SMALLEST_MODEL) {
            notes.add(Words.format("warning: D is at most %s; is it counted in millions or billions? Write the unit "
                + "into the column's name, as in \"tokens (B)\"", Words.plain(ladder.most(Point::d))));
        }
    }

    private static void stray(List<Point> points, ToDoubleFunction<Point> of, String what, List<String> notes) {
        double middle = middle(points, of);
        List<Long> off = points.stream().filter(at -> Math.abs(Math.log(of.applyAsDouble(at) / middle))
            > Math.log(MIX_UP)).map(Point::line).toList();
        if (!off.isEmpty() && off.size() <= points.size() / 2) {
            notes.add("warning: line " + lines(off) + ": " + what + " is off by a factor of 1,000 or so; a unit is "
                + "mixed up");
        }
    }

    /** A value a factor of 300 from the next one, with less than a quarter of the runs beyond the gap. */
    private static void strayFromNeighbours(List<Point> points, ToDoubleFunction<Point> of, String what,
        List<String> notes) {
        List<Point> sorted = points.stream().filter(at -> of.applyAsDouble(at) > 0)
            .sorted((x, y) -> Double.compare(of.applyAsDouble(x), of.applyAsDouble(y))).toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (of.applyAsDouble(sorted.get(i)) > MIX_UP / 3 * of.applyAsDouble(sorted.get(i - 1))) {
                boolean below = i < sorted.size() - i;
                List<Point> few = below ? sorted.subList(0, i) : sorted.subList(i, sorted.size());
                if (4 * few.size() < sorted.size()) {
                    notes.add("warning: line " + lines(few.stream().map(Point::line).toList()) + ": " + what
                        + " is hundreds of times " + (below ? "below" : "above") + " all others; a unit mixed up?");
                }
            }
        }
    }

    private static String lines(List<Long> lines) {
        List<Long> sorted = lines.stream().sorted().toList();
        String first = String.join(", ", sorted.stream().limit(5).map(String::valueOf).toList());
        return sorted.size() > 5 ? first + " and " + (sorted.size() - 5) + " more" : first;
    }

    private static double middle(List<Point> points, ToDoubleFunction<Point> of) {
        double[] sorted = points.stream().mapToDouble(of).filter(Double::isFinite).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    static double correlation(List<Point> points, ToDoubleFunction<Point> x, ToDoubleFunction<Point> y) {
        return correlation(points.stream().mapToDouble(x).toArray(), points.stream().mapToDouble(y).toArray());
    }

    private static double correlation(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElse(0);
        double meanY = Arrays.stream(y).average().orElse(0);
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int i = 0; i < x.length; i++) {
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
            xy += (x[i] - meanX) * (y[i] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }

    /** Mean ranks, so that ties count alike. */
    private static double[] ranks(List<Point> points, ToDoubleFunction<Point> of) {
        double[] values = points.stream().mapToDouble(of).toArray();
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int from = Arrays.binarySearch(sorted, values[i]);
            int to = from;
            while (from > 0 && sorted[from - 1] == values[i]) {
                from--;
            }
            while (to < sorted.length - 1 && sorted[to + 1] == values[i]) {
                to++;
            }
            ranks[i] = (from + to) / 2.0;
        }
        return ranks;
    }
}
