package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.run.Budget;
import dev.longrun.run.Recipe.Precision;
import dev.longrun.run.Recipe.RateSchedule;
import dev.longrun.run.RunFile;
import dev.longrun.run.Unit;
import java.util.List;

/** The rest of the recipe: warm-up and decay, when to evaluate and save, what to complete. */
final class ScheduleRule {
    private static final String CUSTOM = "usual for language models; arXiv 2407.21783, arXiv 2501.00656";
    private static final double WSD_DECAY = 0.2;
    private static final double LINEAR_DECAY = 0.7;
    private static final List<Double> SAVE_SECONDS = List.of(10.0, 15.0, 20.0, 30.0, 60.0, 120.0, 300.0, 600.0);

    private ScheduleRule() {
    }

    static void derive(RunFile file, long steps, long batch, boolean here) {
        RateSchedule shape = here ? file.derive("training.rate_schedule", RateSchedule.LINEAR,
            "flat, then down for long: 0.7 to 1.6 % lower than wsd at 1M to 4M tokens with Muon", "docs/log.md")
            : file.derive("training.rate_schedule", RateSchedule.WSD,
            "flat, then down: a run can be prolonged before its decay", "arXiv 2405.18392");
        double usual = shape == RateSchedule.LINEAR ? LINEAR_DECAY : WSD_DECAY;
        double room = 1 - file.value("training.decay_share", Double.class).orElse(usual);
        double warmup = file.derive("training.warmup_share",
            Math.min(room, Grid.nearest(Math.clamp(100.0 / steps, 0.01, 0.1), 1)),
            Words.format("100 of %s steps, between 1 and 10 %%", Words.exact(steps)), CUSTOM);
        file.derive("training.decay_share", Math.min(usual, Grid.nearest(1 - warmup, 3)), switch (shape) {
            case WSD -> "the last fifth";
            case LINEAR -> "flat for a while, then down for long";
            case COSINE -> "the last fifth, which cosine does not use";
        }, shape == RateSchedule.LINEAR ? "KellerJordan/modded-nanogpt, track 3: the last 70 %"
            : "arXiv 2405.18392: 20 % is about as good as a cosine");
        file.derive("training.final_rate_share", 0.0, "down to 0", "arXiv 2405.18392");
        OptimizerRule.constants(file, batch);
        file.derive("training.precision", here ? Precision.F32 : Precision.BF16,
            here ? "the same bits on every machine" : "what the peaks of accelerators are given for", "our choice");
        long every = file.derive("training.evaluate_every", Math.min(1000, Math.ceilDiv(steps, 10L)),
            "ten a run, and at least every 1,000 steps", "readable curves");
        file.derive("training.checkpoint_every", every, "as often as evaluations", "no evaluated model is lost");
        saving(file, here);
        file.derive("training.z_score_limit", 8.0, "a jump of 8 standard deviations is no noise", "our choice");
        boolean code = file.value("data.source", List.class).equals(java.util.Optional.of(List.of(BytesToRead.JDK)));
        file.derive("training.prompts", code
            ? List.of("/**\n * Returns", "public static int", "    for (int i = 0;", "The")
            : List.of("The", "In the beginning", "It is", "1, 2, 3,"),
            code ? "Java, as the corpus is" : "openings that fit most text", "our choice");
        file.derive("training.sample_tokens", 40, "a few lines", "our choice");
    }

    private static void saving(RunFile file, boolean here) {
        double budget = file.value("budget", Budget.class).filter(each -> each.unit() == Unit.SECONDS)
            .map(Budget::amount).orElse(Double.MAX_VALUE);
        double seconds = here ? SAVE_SECONDS.stream().filter(each -> each <= Math.clamp(budget / 10, 10, 300))
            .max(Double::compare).orElseThrow() : 1800.0;
        file.derive("training.checkpoint_seconds", seconds, "what may be lost: a tenth of the budget, at most "
            + (here ? "5 min" : "30 min"), "our choice");
        file.derive("training.keep_last", 2, "one to fall back on", "our choice");
        file.derive("training.keep_every", 0L, "none for good", "our choice");
    }
}
