package dev.longrun.risk;

/** What a ship date hangs on; each is one dimension of the Monte Carlo. */
public enum Factor {

    /** The first accelerators. */
    FIRST_ARRIVAL("first accelerators"),
    /** From the first accelerators to the last. */
    BUILD_OUT("build-out"),
    /** The site's power connection. */
    POWER("power connection"),
    /** Data ready to train on. */
    DATA("data preparation"),
    /** The run when nothing fails. */
    RUN_LENGTH("run length"),
    /** The fleet's failure rate. */
    NODE_FAILURES("failures of nodes"),
    /** The job's own failure rate. */
    JOB_FAILURES("failures of the job"),
    /** Time to come back. */
    RESTART("restart time"),
    /** Work done anew. */
    REPEATED("runs done again"),
    /** Post-training. */
    POST_TRAINING("post-training"),
    /** Evaluation and safety. */
    SAFETY("evaluation and safety"),
    /** How promises of the class are kept. */
    PROMISE("promises of the class");

    private final String words;

    Factor(String words) {
        this.words = words;
    }

    /** As a person reads it. */
    public String words() {
        return words;
    }
}
