package dev.longrun.train;

import dev.longrun.model.Architecture;
import dev.longrun.model.Architecture.Activation;
import dev.longrun.model.Architecture.Experts;
import dev.longrun.model.Architecture.Heads;
import dev.longrun.model.Architecture.Hidden;
import dev.longrun.model.Architecture.Learned;
import dev.longrun.model.Architecture.Norm;
import dev.longrun.model.Architecture.Norms;
import dev.longrun.model.Architecture.Positions;
import dev.longrun.model.Architecture.Rotary;
import dev.longrun.model.Family;
import dev.longrun.model.RopeScaling;
import dev.longrun.run.ModelShape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** From the run file's model to the model room's: what a family fixes (docs/architectures.md) is set here. */
final class Shapes {

    /** Grok 1 and 2: of the scores, and in Grok 2 of the router. */
    private static final double GROK_CAP = 30;
    private static final double GROK_LOGIT_CAP = 50;
    private static final int GROK_TEMPERATURE_TOKENS = 1024;
    private static final double GEMMA_CAP = 50;
    private static final double GEMMA_LOGIT_CAP = 30;
    private static final double GEMMA_WINDOWED_BASE = 10_000;

    private Shapes() {
    }

    static Architecture config(ModelShape shape) {
        Activation activation = Activation.valueOf(shape.activation().name());
        return new Architecture(family(shape), shape.vocabulary(), shape.width(), shape.layers(), shape.context(),
            norms(shape), heads(shape), windows(shape), positions(shape),
            new Hidden(activation, shape.denseWidth(), shape.family() == ModelShape.Family.GPT2), experts(shape),
            embeddingScale(shape), logitScale(shape), logitCap(shape), shape.tiedHead());
    }

    private static Family family(ModelShape shape) {
        return switch (shape.family()) {
            case LLAMA -> shape.activation() == ModelShape.Activation.RELU2 ? Family.LONGRUN
                : shape.qkNorm() ? Family.QWEN3 : Family.LLAMA;
            case MIXTRAL -> Family.MIXTRAL;
            case QWEN2 -> Family.QWEN2;
            case QWEN3_MOE -> Family.QWEN3_MOE;
            case GEMMA2 -> Family.GEMMA2;
            case GEMMA3 -> Family.GEMMA3;
            case GPT2 -> Family.GPT2;
            case GROK1 -> Family.GROK1;
            case GROK2 -> Family.GROK2;
            case GPT -> throw new IllegalArgumentException("not trained here: " + shape.family());
        };
    }

    private static Norms norms(ModelShape shape) {
        Norm kind = switch (shape.family()) {
            case GEMMA2, GEMMA3 -> Norm.RMS_PLUS_ONE;
            case GPT2 -> Norm.LAYER;
            default -> Norm.RMS;
        };
        return new Norms(kind, shape.normEpsilon(), shape.family().postNorms(), shape.qkNorm());
    }

    private static boolean likeSglang(ModelShape shape) {
        return shape.family() == ModelShape.Family.GROK2
            && shape.reading().orElse(ModelShape.Reading.SGLANG) == ModelShape.Reading.SGLANG;
    }

    private static Heads heads(ModelShape shape) {
        double cap = switch (shape.family()) {
            case GEMMA2 -> GEMMA_CAP;
            case GROK1, GROK2 -> GROK_CAP;
            default -> 0;
        };
        boolean gpt = shape.family() == ModelShape.Family.GPT2;
        return new Heads(shape.heads(), shape.kvHeads(), shape.headWidth(), 1 / Math.sqrt(shape.headWidth()), cap,
            likeSglang(shape) ? GROK_TEMPERATURE_TOKENS : 0, gpt || shape.family() == ModelShape.Family.QWEN2, gpt);
    }

    /** A window no shorter than the context is none, unless its layers turn otherwise. */
    private static List<Integer> windows(ModelShape shape) {
        boolean always = shape.family() == ModelShape.Family.GEMMA3;
        return IntStream.range(0, shape.layers()).mapToObj(layer -> shape.reach(layer) < shape.context()
            || always && (layer + 1) % 6 != 0 ? shape.reach(layer) : 0).toList();
    }

    private static Positions positions(ModelShape shape) {
        return switch (shape.family()) {
            case GPT2 -> new Learned();
            case GEMMA3 -> new Rotary(shape.ropeBase(), new RopeScaling.None(), GEMMA_WINDOWED_BASE);
            default -> Rotary.plain(shape.ropeBase());
        };
    }

    private static Optional<Experts> experts(ModelShape shape) {
        boolean grok = shape.family() == ModelShape.Family.GROK1 || likeSglang(shape);
        return shape.experts().map(count -> new Experts(count, shape.expertsPerToken().orElse(2),
            shape.expertWidth().orElse(shape.ffnWidth()), !grok, likeSglang(shape) ? GROK_CAP : 0));
    }

    private static double embeddingScale(ModelShape shape) {
        return switch (shape.family()) {
            case GEMMA2, GEMMA3, GROK1, GROK2 -> Math.sqrt(shape.width());
            default -> 1;
        };
    }

    private static double logitScale(ModelShape shape) {
        return switch (shape.family()) {
            case GROK1 -> 1 / Math.sqrt(3);
            case GROK2 -> 0.5;
            default -> 1;
        };
    }

    private static double logitCap(ModelShape shape) {
        return switch (shape.family()) {
            case GEMMA2 -> GEMMA_LOGIT_CAP;
            case GROK2 -> GROK_LOGIT_CAP;
            default -> 0;
        };
    }
}
