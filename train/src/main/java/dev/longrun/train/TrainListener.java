package dev.longrun.train;

/** Whoever wants to see a run as it goes. Called by the training thread: what takes long here holds up the run. */
public interface TrainListener {

    /** A line was added to the journal. */
    void event(Event event);

    /**
     * Work before the first step, text preparation above all.
     *
     * @param share done, from 0 to 1
     */
    void preparing(String what, double share);

    /**
     * A step was done.
     *
     * @param etaSeconds until the end of the run, evaluations and checkpoints included
     * @param last the newest step
     */
    void progress(long step, long steps, double etaSeconds, Event.Step last);
}
