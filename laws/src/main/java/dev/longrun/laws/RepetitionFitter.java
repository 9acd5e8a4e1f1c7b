package dev.longrun.laws;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fits {@link Repetition}: Newton's descent over logarithms of all seven parameters, with exact derivatives,
 * from several starts. Any of the seven may be held, as the authors hold five.
 */
public final class RepetitionFitter implements Objective {

    private static final int SIZE = 7;
    private static final double[] HALF_LIVES = {2, 15, 100};
    private static final double PULL = 1e-9; // of the logarithm; keeps what the data leave open from running away

    private final Law law = new Repetition();
    private final Ladder ladder;
    private final double[] weights;
    private final double[] losses;
    private final double middleN;
    private final double middleD;

    /** Of a ladder whose points have unique tokens. */
    public RepetitionFitter(Ladder ladder) {
        this(ladder, ladder.losses(), ones(ladder.points().size()));
    }

    RepetitionFitter(Ladder ladder, double[] losses, double[] weights) {
        this.ladder = ladder;
        this.weights = weights;
        this.losses = losses;
        middleN = ladder.points().stream().mapToDouble(at -> Math.log(at.n())).average().orElseThrow();
        middleD = ladder.points().stream().mapToDouble(at -> Math.log(at.unique())).average().orElseThrow();
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
            "damped Newton with exact derivatives, from " + starts.size() + " starts", starts.size());
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

    /** Logarithms; of the factors those of their terms at the middle of the data, so that no two pull together. */
    private double[] logarithms(double[] natural) {
        double[] theta = new double[natural.length];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = Math.log(Math.max(natural[i], 1e-12));
        }
        theta[0] -= natural[3] * middleN;
        theta[1] -= natural[4] * middleD;
        return theta;
    }

    private double[] natural(double[] theta) {
        double[] natural = new double[theta.length];
        for (int i = 0; i < theta.length; i++) {
            natural[i] = Math.exp(theta[i]);
        }
        natural[0] = Math.exp(theta[0] + natural[3] * middleN);
        natural[1] = Math.exp(theta[1] + natural[4] * middleD);
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
        return SIZE;
    }

    @Override
    public double value(double[] theta) {
        double pull = 0;
        for (int i = 5; i < SIZE; i++) {
            pull += PULL * (theta[i] - 3) * (theta[i] - 3);
        }
        return misfit(natural(theta)) + pull;
    }

    @Override
    public double derivatives(double[] theta, double[] gradient, double[][] curvature) {
        Arrays.fill(gradient, 0);
        for (double[] row : curvature) {
            Arrays.fill(row, 0);
        }
        Jet[] x = new Jet[SIZE];
        for (int p = 0; p < SIZE; p++) {
            x[p] = Jet.variable(theta[p], p, SIZE);
        }
        Terms terms = terms(x);
        Misfit misfit = law.misfit();
        for (int i = 0; i < losses.length; i++) {
            if (weights[i] == 0) {
                continue;
            }
            Jet log = log(terms, x, ladder.points().get(i));
            double residual = log.value() - Math.log(losses[i]);
            double slope = weights[i] * misfit.slope(residual);
            double inside = Math.abs(residual) <= misfit.delta() ? weights[i] : 0;
            for (int a = 0; a < SIZE; a++) {
                gradient[a] += slope * log.first(a);
                for (int b = 0; b < SIZE; b++) {
                    curvature[a][b] += slope * log.second(a, b) + inside * log.first(a) * log.first(b);
                }
            }
        }
        for (int i = 5; i < SIZE; i++) {
            gradient[i] += 2 * PULL * (theta[i] - 3);
            curvature[i][i] += 2 * PULL;
        }
        return value(theta);
    }

    private record Terms(Jet alpha, Jet beta, Jet a, Jet b, Jet g, Jet dataHalfLife, Jet sizeHalfLife) {
    }

    /** What is the same for all points; a, b and g as logarithms. */
    private Terms terms(Jet[] x) {
        Jet alpha = x[3].exp();
        Jet beta = x[4].exp();
        Jet a = x[0].plus(alpha.times(middleN));
        Jet b = x[1].plus(beta.times(middleD));
        Jet g = x[3].plus(a).minus(x[4]).minus(b).times(alpha.plus(beta).inverse());
        return new Terms(alpha, beta, a, b, g, x[5].exp(), x[6].exp());
    }

    /** The logarithm of {@link Repetition#loss}. */
    private static Jet log(Terms t, Jet[] x, Point at) {
        Jet size = t.beta().times(t.alpha().inverse()).times(t.g().plus(Math.log(at.unique()))).plus(t.g());
        Jet none = x[0].times(0);
        Jet worthN = none.plus(Math.log(at.n()));
        if (size.value() < Math.log(at.n())) {
            Jet repeats = size.times(-1).plus(Math.log(at.n())).expm1();
            worthN = size.plus(worth(repeats, t.sizeHalfLife()));
        }
        Jet worthD = worth(none.plus(Math.max(at.d() / at.unique() - 1, 0)), t.dataHalfLife())
            .plus(Math.log(at.unique()));
        return x[2].exp().plus(t.a().minus(t.alpha().times(worthN)).exp())
            .plus(t.b().minus(t.beta().times(worthD)).exp()).log();
    }

    /** ln(1 + R* (1 - exp(-R/R*))). */
    private static Jet worth(Jet repeats, Jet halfLife) {
        return halfLife.times(repeats.times(halfLife.inverse()).times(-1).expm1()).times(-1).plus(1).log();
    }
}
