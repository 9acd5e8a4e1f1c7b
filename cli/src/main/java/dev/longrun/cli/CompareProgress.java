package dev.longrun.cli;

import dev.longrun.train.CompareCell;
import dev.longrun.train.Event;
import dev.longrun.train.TrainListener;
import java.util.List;

/** Where a comparison stands: each run as it goes, with the time left to the end of all of them. */
final class CompareProgress {

    private final Progress progress;
    private final RungProgress shown;
    private final List<CompareCell> cells;

    CompareProgress(Progress progress, List<CompareCell> cells) {
        this.progress = progress;
        shown = new RungProgress(progress);
        this.cells = cells;
    }

    /** For one of the runs; those behind it count with what was planned of them. */
    TrainListener of(CompareCell cell) {
        double later = cells.subList(cells.indexOf(cell) + 1, cells.size()).stream()
            .mapToDouble(each -> each.run().plan().time().totalSeconds()).sum();
        return new TrainListener() {
            @Override
            public void event(Event event) {
                if (event instanceof Event.Started) {
                    progress.print(cell.run().folder().path().toString());
                }
                shown.event(event);
            }

            @Override
            public void preparing(String what, double share) {
                shown.preparing(what, share);
            }

            @Override
            public void progress(long step, long steps, double etaSeconds, Event.Step last) {
                shown.progress(step, steps, etaSeconds + later, last);
            }
        };
    }
}
