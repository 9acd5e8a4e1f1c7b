package dev.longrun.train;

/** Hears what a run does, on the thread that trains: be quick. */
public interface TrainListener {

    /** The event that was just written to the journal. */
    void event(Event event);

    /** The text is being prepared: what is under way, and how far it is, 0 to 1. */
    void preparing(String what, double share);

    /** A step is done; {@code etaSeconds} to the end of the run, evaluations and checkpoints included. */
    void progress(long step, long steps, double etaSeconds, Event.Step last);
}
