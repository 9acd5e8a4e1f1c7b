package dev.longrun.risk;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What a failure costs beside the work it undoes, part by part: to notice it, to find the node, to put another in its
 * place, to start the communication groups, to load the checkpoint, to come back to full speed.
 *
 * @param parts seconds, each a distribution
 */
public record RestartTime(List<Part> parts) {

    /** One part. */
    public record Part(String name, Spread seconds) {
    }

    /** Who does it. */
    public enum Way {
        /** Software notices and restarts by itself. */
        AUTOMATIC,
        /** People do. */
        BY_HAND
    }

    /** Copies. */
    public RestartTime {
        parts = List.copyOf(parts);
        parts.forEach(part -> Check.within(part.name(), part.seconds(), 0, Double.POSITIVE_INFINITY));
    }

    /** The parts of the dated table; loading follows from the bytes. */
    public static RestartTime known(Way way, LocalDate day, double loadSeconds) {
        String prefix = way == Way.AUTOMATIC ? "automatic-" : "by-hand-";
        List<Part> known = DatedTable.load("restart.csv").known(day).stream()
            .filter(row -> row.key().startsWith(prefix))
            .map(row -> new Part(row.key().substring(prefix.length()),
                Spread.between(row.number("low_s", 0.001, 1e7), row.number("high_s", 0.001, 1e7), row.cited())))
            .toList();
        List<Part> all = new ArrayList<>(known);
        all.add(new Part("load", new Spread.Fixed(Check.notNegative("loadSeconds", loadSeconds),
            "bytes of the checkpoint over storage bandwidth")));
        return new RestartTime(all);
    }

    /** Their sum with all parts at the same quantile: one team is slow in everything. */
    public double seconds(double quantile) {
        return parts.stream().mapToDouble(part -> part.seconds().quantile(quantile)).sum();
    }
}
