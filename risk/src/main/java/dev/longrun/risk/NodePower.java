package dev.longrun.risk;

import java.time.LocalDate;

/**
 * What an accelerator draws with its share of the node, measured at the wall in training where somebody published
 * it; else the board's power times what nodes draw over their boards, 1.20 to 1.28.
 *
 * @param averageWatts while training
 * @param peakWatts what the connection must bear
 */
public record NodePower(Estimate averageWatts, Estimate peakWatts) {

    /** Of a chip of the table, as known on a day. */
    public static NodePower known(String chip, LocalDate day) {
        DatedTable table = DatedTable.load("power.csv");
        DatedTable.Row row = table.latest(chip, day).orElseThrow(() -> new RiskException("chip: \"" + chip
            + "\" is not in power.csv; known are " + String.join(", ",
                table.known(day).stream().map(DatedTable.Row::key).distinct().toList())));
        if (row.cells().number("measured_w").isEmpty()) {
            return ofBoard(row.number("board_w", 1, 1e5), day, row.cited());
        }
        Estimate average = new Estimate(row.number("measured_w", 1, 1e5), row.number("measured_low_w", 1, 1e5),
            row.number("measured_high_w", 1, 1e5), "W", "measured node power per accelerator", row.cited());
        if (row.cells().number("peak_w").isEmpty()) {
            return new NodePower(average, peak(average, day));
        }
        double peak = row.number("peak_w", 1, 1e5);
        return new NodePower(average, Estimate.exact(peak, "W", "measured peak per accelerator", row.cited()));
    }

    /** Of a board that nobody has measured. */
    public static NodePower ofBoard(double boardWatts, LocalDate day, String source) {
        Check.between("boardWatts", boardWatts, 1, 1e5);
        Estimate factor = Facts.of("site.csv", "board-to-node", day);
        Estimate average = new Estimate(boardWatts * factor.value(), boardWatts * factor.low(),
            boardWatts * factor.high(), "W", "board power x 1.20-1.28", source + "; " + factor.source());
        return new NodePower(average, peak(average, day));
    }

    private static Estimate peak(Estimate average, LocalDate day) {
        Estimate factor = Facts.of("site.csv", "nameplate-to-node", day);
        return new Estimate(average.value() * factor.value(), average.low() * factor.low(),
            average.high() * factor.high(), "W", "average x peak over average of measured nodes", factor.source());
    }
}
