package dev.longrun.cluster;

import dev.longrun.run.CsvTable;
import java.util.Locale;

/**
 * What a kind of chip reaches of its peak in training, from {@code chips.csv}.
 *
 * @param matrixShare of the dense peak in large matrix products
 * @param attentionShare of the dense peak in fused attention, forward
 * @param calibrated whether a published run on such a chip was used
 */
record ChipRates(double matrixShare, double attentionShare, boolean calibrated) {

    private static final CsvTable CHIPS = Tables.shipped("chips.csv");
    private static final String ANY = "*";

    /** By the beginning of the chip's name; the table's last row is for all others. */
    static ChipRates of(Chip chip) {
        String name = chip.name().toLowerCase(Locale.ROOT);
        CsvTable.Row row = CHIPS.rows().stream().filter(each -> {
            String known = each.text("chip").orElseThrow();
            return known.equals(ANY) || name.startsWith(known);
        }).findFirst().orElseThrow();
        return new ChipRates(row.number("matrix_share").orElseThrow(), row.number("attention_share").orElseThrow(),
            !row.text("chip").orElseThrow().equals(ANY));
    }
}
