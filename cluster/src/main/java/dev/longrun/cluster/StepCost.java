package dev.longrun.cluster;

/** Seconds of a step, as a search asks for them: from many threads, millions of times. */
interface StepCost {

    /** Seconds of a step laid out so; infinite for a layout that cannot be. */
    double seconds(Cursor at);
}
