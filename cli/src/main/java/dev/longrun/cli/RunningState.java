package dev.longrun.cli;

import dev.longrun.train.Event;
import dev.longrun.train.TrainListener;

/** Passes everything on, and remembers whether the run is under way. */
final class RunningState implements TrainListener {

    private final TrainListener next;
    private final Interruption interruption;
    private boolean begun;

    RunningState(TrainListener next, Interruption interruption) {
        this.next = next;
        this.interruption = interruption;
    }

    boolean begun() {
        return begun;
    }

    @Override
    public void event(Event event) {
        if (event instanceof Event.Started) {
            begun = true;
            interruption.worthSaving();
        }
        next.event(event);
    }

    @Override
    public void preparing(String what, double share) {
        next.preparing(what, share);
    }

    @Override
    public void progress(long step, long steps, double etaSeconds, Event.Step last) {
        next.progress(step, steps, etaSeconds, last);
    }
}
