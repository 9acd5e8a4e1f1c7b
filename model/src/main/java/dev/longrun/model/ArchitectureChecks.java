package dev.longrun.model;

import dev.longrun.model.Architecture.Experts;
import dev.longrun.model.Architecture.Heads;
import dev.longrun.model.Architecture.Hidden;
import dev.longrun.model.Architecture.Norms;
import dev.longrun.model.Architecture.Positions;
import dev.longrun.model.Architecture.Rotary;
import java.util.List;
import java.util.Optional;

/** What must hold of an {@link Architecture}; each refusal is one line. */
final class ArchitectureChecks {

    private ArchitectureChecks() {
    }

    static void check(int vocabulary, int width, int layers, int context, Norms norms, Heads heads,
        List<Integer> windows, Positions positions, Hidden feedForward, Optional<Experts> experts,
        double embeddingScale, double logitScale, double logitCap) {
        positive("vocabulary", vocabulary);
        positive("width", width);
        positive("layers", layers);
        positive("context", context);
        require(norms.epsilon() > 0 && norms.epsilon() < 1, "norm epsilon " + norms.epsilon()
            + " is not between 0 and 1");
        heads(heads);
        require(windows.size() == layers, windows.size() + " windows for " + layers + " layers");
        for (int window : windows) {
            require(window >= 0, "window " + window + " is negative");
        }
        if (positions instanceof Rotary rotary) {
            rotary(rotary, heads.width());
        }
        if (experts.isPresent()) {
            experts(experts.get());
            require(feedForward.width() >= 0, "feed-forward width " + feedForward.width() + " is negative");
            require(!feedForward.bias(), "experts have no biases");
        } else {
            positive("feed-forward width", feedForward.width());
        }
        factor("embedding scale", embeddingScale);
        factor("logit scale", logitScale);
        cap("logit cap", logitCap);
    }

    private static void heads(Heads heads) {
        positive("heads", heads.count());
        positive("kv heads", heads.kv());
        positive("head width", heads.width());
        require(heads.count() % heads.kv() == 0, "kv heads " + heads.kv() + " do not divide heads " + heads.count());
        require((heads.count() + 2L * heads.kv()) * heads.width() <= Integer.MAX_VALUE,
            "heads of " + heads.width() + " are too many");
        factor("attention scale", heads.scale());
        cap("attention cap", heads.cap());
        require(heads.temperatureTokens() == 0 || heads.temperatureTokens() > 1,
            "attention temperature from " + heads.temperatureTokens() + " tokens is neither 0 nor above 1");
    }

    private static void rotary(Rotary rotary, int headWidth) {
        require(headWidth % 2 == 0, "head width " + headWidth + " is odd; the rotary embedding turns pairs");
        base(rotary.base());
        if (rotary.windowedBase() != 0) {
            base(rotary.windowedBase());
        }
        rotary.scaling().numbers().forEach((name, number) ->
            require(number >= 0 && number < Double.POSITIVE_INFINITY, "rope " + name + " " + number + " is negative"));
    }

    private static void base(double base) {
        require(base >= 1 && base < Double.POSITIVE_INFINITY, "rope base " + base + " is not 1 or more");
    }

    private static void experts(Experts experts) {
        positive("experts", experts.count());
        positive("experts per token", experts.chosen());
        positive("expert width", experts.width());
        require(experts.chosen() <= experts.count(), experts.chosen() + " experts per token of " + experts.count());
        cap("router cap", experts.routerCap());
    }

    private static void factor(String what, double value) {
        require(value > 0 && value < Double.POSITIVE_INFINITY, what + " " + value + " is not a positive number");
    }

    private static void cap(String what, double value) {
        require(value >= 0 && value < Double.POSITIVE_INFINITY, what + " " + value + " is negative");
    }

    private static void positive(String what, int value) {
        require(value > 0, what + " " + value + " is not positive");
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new ModelException("model: " + message);
        }
    }
}
