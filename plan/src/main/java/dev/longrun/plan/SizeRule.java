package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.run.ModelShape;
import dev.longrun.run.RunFile;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which shape of the ladder: the one whose tokens within the allowance come closest to the compute-optimal ratio, or,
 * where the tokens are given too, the one that spends the allowance on them. Only shapes that fit into memory count.
 */
final class SizeRule {
    /** Share of the memory that a shape found by itself may take. */
    private static final double MEMORY_SHARE = 0.7;
    /** Bytes a parameter: float32 weight, gradient, two moments on the computer at hand; mixed precision elsewhere. */
    private static final double BYTES_HERE = 16;
    private static final double BYTES_ELSEWHERE = 18;

    /** A shape, the tokens it gets and why it was taken. */
    record Size(ModelShape shape, double tokens, String why, String source) {
    }

    private final RunFile file;
    private final boolean here;

    SizeRule(RunFile file, boolean here) {
        this.file = file;
        this.here = here;
    }

    Size choose(Optional<Allowance> allowance) {
        List<ModelShape> all = new ShapeRule(file).candidates();
        List<ModelShape> shapes = all.stream().filter(this::fits).toList();
        if (shapes.isEmpty()) {
            shapes = List.of(all.getFirst());
        }
        Optional<Long> given = file.value("training.tokens", Long.class);
        if (given.isPresent()) {
            double tokens = given.get();
            return allowance.map(each -> spending(all.size() > 1 ? shapesOr(all) : all, each, tokens))
                .orElseGet(() -> optimal(shapesOr(all), new Allowance.TokenCount(tokens)));
        }
        return optimal(shapes, allowance.orElseThrow());
    }

    private List<ModelShape> shapesOr(List<ModelShape> all) {
        List<ModelShape> shapes = all.stream().filter(this::fits).toList();
        return shapes.isEmpty() ? List.of(all.getFirst()) : shapes;
    }

    private Size optimal(List<ModelShape> shapes, Allowance allowance) {
        ModelShape best = least(shapes, shape -> TokensPerParameter.miss(allowance.tokens(shape), n(shape)));
        double tokens = allowance.tokens(best);
        return new Size(best, tokens, Words.format("of the shapes that fit, D = %s tokens from %s come closest to "
            + "%s x N = %s at this width (N = %s)", Words.count(tokens), allowance.words(),
            Words.plain(TokensPerParameter.RATIO), Words.count(TokensPerParameter.RATIO * n(best)),
            Words.count(n(best))), TokensPerParameter.SOURCE);
    }

    private Size spending(List<ModelShape> shapes, Allowance allowance, double tokens) {
        ModelShape best = least(shapes, shape -> Math.abs(Math.log(allowance.tokens(shape) / tokens)));
        return new Size(best, tokens, Words.format("of the shapes that fit, the one for which %s give about the %s "
            + "tokens asked for (%s)", allowance.words(), Words.count(tokens), Words.count(allowance.tokens(best))),
            "model FLOP a token");
    }

    private static ModelShape least(List<ModelShape> shapes, java.util.function.ToDoubleFunction<ModelShape> miss) {
        return shapes.stream().min(Comparator.comparingDouble(miss)).orElseThrow();
    }

    private static double n(ModelShape shape) {
        return ParameterCount.of(shape).matricesAndHead();
    }

    private boolean fits(ModelShape shape) {
        if (here && ParameterCount.of(shape).total() > ProcessMemory.MOST_PARAMETERS) {
            return false;
        }
        double memory = file.value("hardware.memory", Long.class).orElseThrow()
            * (double) file.value("hardware.count", Long.class).orElse(1L);
        return ParameterCount.of(shape).total() * (here ? BYTES_HERE : BYTES_ELSEWHERE) <= MEMORY_SHARE * memory;
    }
}
