package dev.longrun.cli;

import dev.longrun.train.Event;
import dev.longrun.train.TrainListener;

/** Shows nothing. */
final class Silence implements TrainListener {

    @Override
    public void event(Event event) {
        // Nothing is shown.
    }

    @Override
    public void preparing(String what, double share) {
        // Nothing is shown.
    }

    @Override
    public void progress(long step, long steps, double etaSeconds, Event.Step last) {
        // Nothing is shown.
    }
}
