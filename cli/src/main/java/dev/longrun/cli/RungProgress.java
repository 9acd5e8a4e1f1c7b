package dev.longrun.cli;

import dev.longrun.train.Event;
import dev.longrun.train.TrainListener;

/** A rung as it goes: its progress, and of all events its end and what went wrong. */
record RungProgress(Progress progress) implements TrainListener {

    @Override
    public void event(Event event) {
        if (event instanceof Event.Finished || event instanceof Event.Stopped || event instanceof Event.Resumed) {
            progress.event(event);
        }
    }

    @Override
    public void preparing(String what, double share) {
        progress.preparing(what, share);
    }

    @Override
    public void progress(long step, long steps, double etaSeconds, Event.Step last) {
        progress.progress(step, steps, etaSeconds, last);
    }
}
