package dev.longrun.plan;

import dev.longrun.page.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * What a change is worth in compute: how many times the FLOP of A does B need for the same loss. Both sides were
 * trained at the same levels of compute, several seeds each. {@link CurvePair} is fitted to the levels' means. The band
 * is a bootstrap: losses are drawn anew around the fitted curves, with deviations taken from those of all seeds from
 * the mean of their level and side, and the curves fitted again. As few seeds know their own spread badly, each draw
 * scales it by the root of a chi-square of its degrees of freedom, which makes the band that of Student's t.
 *
 * @param flop B's FLOP over A's for the same loss at the largest level: below 1, B is better
 * @param seconds the same for time: FLOP times what a FLOP takes B over what it takes A, at the largest level
 * @param trend by what {@code flop} is multiplied with each factor of ten of compute; takes three levels
 * @param better share of the draws in which B needs less FLOP
 * @param seedNoise relative standard deviation of the loss between seeds
 * @param levels {@code flop} at each level, the least first
 * @param a the curve of A
 * @param b the curve of B
 * @param notes what a reader should know
 */
public record ComputeGain(Band flop, Band seconds, Optional<Band> trend, double better, double seedNoise,
    List<Band> levels, Curve a, Curve b, List<String> notes) {

    private static final int DRAWS = 1000;
    private static final long SEED = 4;
    /** A misfit of the law this many times what seeds explain is more than chance (F of 1 and 12 at 93 %). */
    private static final double MISFIT = 4;

    /**
     * A figure with its 80 % band.
     *
     * @param value of the fit itself
     * @param low end
     * @param high end
     */
    public record Band(double value, double low, double high) {

        /** Whether 1, which is no difference, lies inside. */
        public boolean holdsOne() {
            return low <= 1 && high >= 1;
        }
    }

    /**
     * A finished run.
     *
     * @param seed of weights and data order
     * @param flop model FLOP of its training
     * @param bitsPerByte at the end, over the validation text
     * @param seconds of its steps at their median speed
     */
    public record Point(long seed, double flop, double bitsPerByte, double seconds) {
    }

    /** The runs of both sides at one level, the same seeds in the same order. */
    public record Level(double flop, List<Point> a, List<Point> b) {

        List<Point> side(int side) {
            return side == 0 ? a : b;
        }
    }

    /** One draw: the curves, and the logarithm of what a FLOP takes B over what it takes A. */
    private record Draw(CurvePair curves, double pace) {
    }

    /**
     * Fits and draws.
     *
     * @param levels the least first
     * @throws PlanException if there are fewer than two levels or two seeds, or the loss does not fall with compute
     */
    public static ComputeGain of(List<Level> levels) {
        int seeds = levels.stream().mapToInt(level -> Math.min(level.a.size(), level.b.size())).min().orElse(0);
        if (levels.size() < 2 || seeds < 2) {
            throw new PlanException("a comparison needs two levels of compute and two seeds at least");
        }
        double[][] flop = new double[2][levels.size()];
        double[][] height = new double[2][levels.size()];
        double[] deviations = new double[2 * levels.size() * seeds];
        int filled = 0;
        for (int side = 0; side < 2; side++) {
            for (int i = 0; i < levels.size(); i++) {
                List<Point> points = levels.get(i).side(side).subList(0, seeds);
                flop[side][i] = points.getFirst().flop;
                double mean = points.stream().mapToDouble(point -> Math.log(point.bitsPerByte)).average().orElseThrow();
                height[side][i] = mean;
                for (Point point : points) {
                    // Deviations from a mean of few are too small by this.
                    deviations[filled++] = (Math.log(point.bitsPerByte) - mean) * Math.sqrt(seeds / (seeds - 1.0));
                }
            }
        }
        CurvePair fit = CurvePair.of(flop, height);
        if (!fit.falls()) {
            throw new PlanException("the loss does not fall with compute over these levels, so nothing can be said of "
                + "what compute buys; give the comparison more --budget");
        }
        double noise = Math.sqrt(Arrays.stream(deviations).map(x -> x * x).average().orElseThrow());
        double misfit = misfit(fit, flop, height, noise, seeds);
        double[] paces = paces(levels.getLast(), seeds);
        int freedom = 2 * levels.size() * (seeds - 1);
        List<Draw> draws = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int tries = 0; draws.size() < DRAWS && tries < 2 * DRAWS; tries++) {
            double scale = student(random, freedom) * (misfit > MISFIT ? Math.sqrt(misfit) : 1);
            double[][] drawn = new double[2][levels.size()];
            for (int side = 0; side < 2; side++) {
                for (int i = 0; i < levels.size(); i++) {
                    double at = Math.log((side == 0 ? fit.a() : fit.b()).loss(flop[side][i]));
                    drawn[side][i] = at + scale * mean(random, deviations, seeds);
                }
            }
            CurvePair curves = CurvePair.of(flop, drawn);
            if (curves.falls()) {
                draws.add(new Draw(curves, pace(random, paces)));
            }
        }
        return answer(levels, fit, draws, paces, noise, misfit);
    }

    private static ComputeGain answer(List<Level> levels, CurvePair fit, List<Draw> draws, double[] paces,
        double noise, double misfit) {
        if (draws.size() < DRAWS) {
            throw new PlanException("seeds differ by more than compute changes over these levels, so nothing can be "
                + "said of what compute buys; give the comparison more --budget or more --seeds");
        }
        double top = levels.getLast().flop;
        double decades = Math.log10(top / levels.getFirst().flop);
        double pace = Math.exp(Arrays.stream(paces).average().orElseThrow());
        List<Band> each = levels.stream().map(level -> band(draws, fit.gain(level.flop),
            draw -> draw.curves.gain(level.flop))).toList();
        List<String> notes = new ArrayList<>();
        if (levels.size() == 2) {
            notes.add("two levels: each side is a straight line through its own (a power law); how well that fits, "
                + "and whether the gain changes with compute, takes a third");
        } else {
            notes.add(Words.format("%d levels: each side has a height and a slope of its own, and both one bend; an "
                + "asymptote cannot be told from so few", levels.size()));
        }
        if (misfit > MISFIT) {
            notes.add(Words.format("the levels lie off such a law by %.1f times what seeds explain; the band is "
                + "widened by that", Math.sqrt(misfit)));
        }
        double least = levels.getFirst().flop;
        double loss = Math.max(fit.a().loss(top), fit.b().loss(top));
        if (Math.min(fit.a().flop(loss), fit.b().flop(loss)) < least) {
            notes.add("the better side reaches the other's loss below the smallest level: how far below is extended "
                + "by the law, not measured");
        }
        return new ComputeGain(each.getLast(), band(draws, fit.gain(top) * pace,
            draw -> draw.curves.gain(top) * Math.exp(draw.pace)),
            levels.size() == 2 ? Optional.empty()
                : Optional.of(band(draws, trend(fit, levels, decades), draw -> trend(draw.curves, levels, decades))),
            draws.stream().filter(draw -> draw.curves.gain(top) < 1).count() / (double) draws.size(), noise, each,
            fit.a(), fit.b(), List.copyOf(notes));
    }

    private static double trend(CurvePair curves, List<Level> levels, double decades) {
        return Math.pow(curves.gain(levels.getLast().flop) / curves.gain(levels.getFirst().flop), 1 / decades);
    }

    /** Mean square of the levels' misses over what seeds alone would make of it; 0 where nothing is left over. */
    private static double misfit(CurvePair fit, double[][] flop, double[][] height, double noise, int seeds) {
        int levels = flop[0].length;
        int freedom = 2 * levels - (fit.a().bend() == 0 ? 4 : 5);
        double sum = 0;
        for (int side = 0; side < 2; side++) {
            for (int i = 0; i < levels; i++) {
                double miss = height[side][i] - Math.log((side == 0 ? fit.a() : fit.b()).loss(flop[side][i]));
                sum += miss * miss;
            }
        }
        return freedom < 1 || noise == 0 ? 0 : sum / freedom * seeds / (noise * noise);
    }

    /** For each seed at the largest level, trained one after the other: ln of what a FLOP takes B over A's. */
    private static double[] paces(Level level, int seeds) {
        double[] paces = new double[seeds];
        for (int i = 0; i < seeds; i++) {
            Point a = level.a.get(i);
            Point b = level.b.get(i);
            paces[i] = Math.log(b.seconds / b.flop) - Math.log(a.seconds / a.flop);
        }
        return paces;
    }

    private static double pace(SplittableRandom random, double[] paces) {
        double mean = Arrays.stream(paces).average().orElseThrow();
        double[] deviations = Arrays.stream(paces).map(x -> (x - mean) * Math.sqrt(paces.length
            / (paces.length - 1.0))).toArray();
        return mean + student(random, paces.length - 1) * mean(random, deviations, paces.length);
    }

    /** The mean of so many, drawn with repetition. */
    private static double mean(SplittableRandom random, double[] from, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += from[random.nextInt(from.length)];
        }
        return sum / count;
    }

    /** Root of the degrees of freedom over a chi-square of them. */
    private static double student(SplittableRandom random, int freedom) {
        double chi = 0;
        for (int i = 0; i < freedom; i++) {
            double normal = random.nextGaussian();
            chi += normal * normal;
        }
        return Math.sqrt(freedom / chi);
    }

    private static Band band(List<Draw> draws, double value, ToDoubleFunction<Draw> of) {
        double[] sorted = draws.stream().mapToDouble(of).sorted().toArray();
        return new Band(value, sorted[sorted.length / 10], sorted[sorted.length - 1 - sorted.length / 10]);
    }
}
