package dev.longrun.cli;

import dev.longrun.train.Event;
import dev.longrun.train.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where the time of a run went, in words and as bars. */
final class ProfileText {

    private static final int BAR = 24;

    private ProfileText() {
    }

    static List<String> lines(Event.Profiled profiled) {
        List<String> lines = new ArrayList<>();
        lines.add("where the time went: " + Figures.whole(profiled.steps())
            + (profiled.steps() == 1 ? " step" : " steps") + " in " + Figures.seconds(profiled.seconds()));
        double most = profiled.parts().stream().mapToDouble(Event.PartTime::seconds).max().orElse(1);
        for (Event.PartTime part : profiled.parts()) {
            String peak = part.flop() > 0 && part.seconds() > 0 && profiled.peakFlops() > 0
                ? Figures.percent(part.flop() / part.seconds() / profiled.peakFlops()) + " of the matmul peak" : "";
            lines.add(String.format(Locale.ROOT, "  %-22s %6.1f %%  %-12s %-24s  %s", part.part(),
                100 * part.seconds() / profiled.seconds(), Figures.seconds(part.seconds()),
                "#".repeat((int) Math.round(BAR * part.seconds() / most)), peak).stripTrailing());
        }
        return lines;
    }
}
