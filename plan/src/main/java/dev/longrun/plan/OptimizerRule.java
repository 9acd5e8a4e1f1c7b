package dev.longrun.plan;

import dev.longrun.run.Recipe.Optimizer;
import dev.longrun.run.RunFile;

/** The optimiser and its constants; first of the recipe, for how long a step takes depends on it. */
final class OptimizerRule {
    private static final String CUSTOM = "usual for language models; arXiv 2407.21783, arXiv 2501.00656";

    private OptimizerRule() {
    }

    /** {@code here}: on the computer at hand, where the comparison behind the choice was made. */
    static void choose(RunFile file, boolean here) {
        if (here) {
            file.derive("training.optimizer", Optimizer.MUON, "on this machine: 1.084 bits per byte at 5M tokens where "
                + "AdamW reached 1.259, for 3 % more time a step at width 64", "docs/log.md");
        } else {
            file.derive("training.optimizer", Optimizer.ADAMW, "the usual", CUSTOM);
        }
    }

    /** All but the choice, once the batch is known. */
    static void constants(RunFile file, long batch) {
        boolean muon = file.value("training.optimizer", Optimizer.class).orElseThrow() == Optimizer.MUON;
        file.derive("training.weight_decay", 0.1, "the usual", CUSTOM);
        file.derive("training.beta1", 0.9, "the usual", CUSTOM);
        file.derive("training.beta2", batch >= 524_288 ? 0.95 : 0.99,
            "0.95 from batches of 524,288 tokens on, else 0.99: a long memory for small batches",
            "OLMo-core model ladder; arXiv 2507.07101");
        file.derive("training.epsilon", 1e-8, "the usual", "arXiv 1412.6980");
        file.derive("training.momentum", 0.95, "the usual" + (muon ? "" : ", which AdamW does not use"),
            "KellerJordan/Muon");
        boolean experts = file.has("model.experts");
        file.derive("training.balance_loss", experts ? 0.01 : 0.0, experts ? "as Switch Transformer"
            : "there are no experts", "arXiv 2101.03961, section 2.2");
        file.derive("training.router_loss", experts ? 0.001 : 0.0, experts ? "as ST-MoE" : "there are no experts",
            "arXiv 2202.08906, section 3.2");
        file.derive("training.z_loss", 0.0, "none: the loss is stable without", "arXiv 2204.02311 takes 1e-4");
        file.derive("training.dropout", 0.0, "none: text is read too seldom to be learnt by heart", "our choice");
        file.derive("training.clip", 1.0, "the usual", CUSTOM);
        file.derive("training.seed", 1L, "any will do", "our choice");
    }
}
