package dev.longrun.laws;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fits {@link Repetition}: Newton's descent over logarithms of all seven parameters, with derivatives by differences,
 * from several starts. Any of the seven may be held, as the authors hold five.
 */
public final class RepetitionFitter implements Objective {

    private static final double DIFFERENCE = 1e-5;
    private static final double[] HALF_LIVES = {2, 15, 100};
    private static final double LONGEST_HALF_LIFE = 1e4; // beyond it a repeat is worth a fresh token
    private static final double PULL = 1e-9; // of the logarithm; keeps what the data leave open from running away

    private final Law law = new Repetition();
    private final Ladder ladder;
    private final double[] weights;
    private final double[] losses;

    /** Of a ladder whose points have unique tokens. */
    public RepetitionFitter(Ladder ladder) {
        this(ladder, ladder.losses(), ones(ladder.points().size()));
    }

    RepetitionFitter(Ladder ladder, double[] losses, double[] weights) {
        this.ladder = ladder;
        this.weights = weights;
        this.losses = losses;
    }

    /** All seven parameters, from Chinchilla's fit and three half-lives of data and of parameters. */
    public Fit fit() {
        double[] base = new Fitter(new Chinchilla(), ladder).fit().theta();
        List<double[]> starts = new ArrayList<>();
        for (double data : HALF_LIVES) {
            for (double size : HALF_LIVES) {
                double[] start = Arrays.copyOf(base, 7);
                start[5] = data;
                start[6] = size;
                starts.add(start);
            }
        }
        return best(starts);
    }

    /** R_D* and R_N* alone, the other five as given, from nine starts. */
    public Fit fit(List<Double> base) {
        List<double[]> starts = new ArrayList<>();
        for (double data : HALF_LIVES) {
            for (double size : HALF_LIVES) {
                double[] start = Arrays.copyOf(base.stream().mapToDouble(Double::doubleValue).toArray(), 7);
                start[5] = data;
                start[6] = size;
                starts.add(start);
            }
        }
        return best(starts, 0, 1, 2, 3, 4);
    }

    /** With R_D* held too, for a profile over it. */
    public Fit fit(List<Double> base, double dataHalfLife) {
        double[] start = Arrays.copyOf(base.stream().mapToDouble(Double::doubleValue).toArray(), 7);
        start[5] = dataHalfLife;
        List<double[]> starts = new ArrayList<>();
        for (double size : HALF_LIVES) {
            double[] each = start.clone();
            each[6] = size;
            starts.add(each);
        }
        return best(starts, 0, 1, 2, 3, 4, 5);
    }

    private Fit best(List<double[]> starts, int... held) {
        double least = Double.POSITIVE_INFINITY;
        double[] best = starts.getFirst();
        for (double[] start : starts) {
            double[] theta = logarithms(start);
            double value = new Newton(this, held).descend(theta);
            if (value < least) {
                least = value;
                best = theta;
            }
        }
        double[] natural = natural(best);
        return new Fit(law, ladder, Arrays.stream(natural).boxed().toList(), misfit(natural), law.misfit(),
            "damped Newton with derivatives by differences, from " + starts.size() + " starts", starts.size());
    }

    /** Descends in place from natural parameters near the best. */
    double descend(double[] near) {
        double[] theta = logarithms(near);
        double value = new Newton(this).descend(theta);
        System.arraycopy(natural(theta), 0, near, 0, near.length);
        return value;
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double[] logarithms(double[] natural) {
        double[] theta = new double[natural.length];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = Math.log(Math.max(natural[i], 1e-12));
        }
        return theta;
    }

    private static double[] natural(double[] theta) {
        double[] natural = new double[theta.length];
        for (int i = 0; i < theta.length; i++) {
            natural[i] = Math.exp(theta[i]);
        }
        for (int i = 5; i < 7; i++) {
            natural[i] = Math.clamp(natural[i], 1e-3, LONGEST_HALF_LIFE);
        }
        return natural;
    }

    private double misfit(double[] natural) {
        double sum = 0;
        for (int i = 0; i < losses.length; i++) {
            if (weights[i] > 0) {
                sum += weights[i] * law.misfit().of(Math.log(law.loss(natural, ladder.points().get(i)) / losses[i]));
            }
        }
        return Double.isFinite(sum) ? sum : Double.MAX_VALUE;
    }

    @Override
    public int size() {
        return 7;
    }

    @Override
    public double value(double[] theta) {
        double pull = 0;
        for (int i = 5; i < 7; i++) {
            pull += PULL * (theta[i] - 3) * (theta[i] - 3);
        }
        return misfit(natural(theta)) + pull;
    }

    @Override
    public double derivatives(double[] theta, double[] gradient, double[][] curvature) {
        int points = losses.length;
        double[][] up = new double[7][points];
        double[] middle = logs(theta);
        for (int p = 0; p < 7; p++) {
            double[] moved = theta.clone();
            moved[p] += DIFFERENCE;
            double[] above = logs(moved);
            moved[p] -= 2 * DIFFERENCE;
            double[] below = logs(moved);
            for (int i = 0; i < points; i++) {
                up[p][i] = (above[i] - below[i]) / (2 * DIFFERENCE);
            }
        }
        Arrays.fill(gradient, 0);
        for (double[] row : curvature) {
            Arrays.fill(row, 0);
        }
        Misfit misfit = law.misfit();
        for (int i = 0; i < points; i++) {
            double residual = middle[i] - Math.log(losses[i]);
            double slope = weights[i] * misfit.slope(residual);
            // slope over residual bounds the curvature of Huber's function from above
            double bend = weights[i] * Math.min(1, misfit.delta() / Math.max(Math.abs(residual), 1e-12));
            for (int a = 0; a < 7; a++) {
                gradient[a] += slope * up[a][i];
                for (int b = 0; b < 7; b++) {
                    curvature[a][b] += bend * up[a][i] * up[b][i];
                }
            }
        }
        for (int i = 5; i < 7; i++) {
            gradient[i] += 2 * PULL * (theta[i] - 3);
            curvature[i][i] += 2 * PULL;
        }
        return value(theta);
    }

    private double[] logs(double[] theta) {
        double[] natural = natural(theta);
        return ladder.points().stream().mapToDouble(at -> Math.log(law.loss(natural, at))).toArray();
    }
}
