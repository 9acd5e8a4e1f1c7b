package dev.longrun.plan;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The curves of both sides of a comparison, each with a height and a slope of its own, and one bend for both. */
record CurvePair(Curve a, Curve b) {

    /**
     * Least squares of relative misses. A bend needs three levels; one that would make the loss rise anywhere is left
     * out.
     *
     * @param flop by side and level, the least first
     * @param height ln of the mean loss, likewise
     */
    static CurvePair of(double[][] flop, double[][] height) {
        double reference = flop[0][flop[0].length - 1];
        double[][] x = Arrays.stream(flop).map(side -> Arrays.stream(side).map(each -> Math.log(each / reference))
            .toArray()).toArray(double[][]::new);
        if (flop[0].length > 2) {
            CurvePair bent = of(flop, x, height, bend(x, height), reference);
            if (bent.falls()) {
                return bent;
            }
        }
        return of(flop, x, height, 0, reference);
    }

    boolean falls() {
        return a.falls() && b.falls();
    }

    /**
     * FLOP of B over FLOP of A for one loss: the worse one of the two at {@code flop}, so that neither curve is left
     * upwards.
     */
    double gain(double flop) {
        double loss = Math.max(a.loss(flop), b.loss(flop));
        return b.flop(loss) / a.flop(loss);
    }

    /** What x^2 says beyond a straight line on either side (the theorem of Frisch, Waugh and Lovell). */
    private static double bend(double[][] x, double[][] y) {
        double above = 0;
        double below = 0;
        for (int side = 0; side < 2; side++) {
            double[] square = Arrays.stream(x[side]).map(each -> each * each).toArray();
            double[] line = line(x[side], square);
            for (int i = 0; i < square.length; i++) {
                double left = square[i] - line[0] - line[1] * x[side][i];
                above += left * y[side][i];
                below += left * square[i];
            }
        }
        return above / below;
    }

    private static CurvePair of(double[][] flop, double[][] x, double[][] y, double bend, double reference) {
        Curve[] curves = IntStream.range(0, 2).mapToObj(side -> {
            double[] rest = IntStream.range(0, x[side].length)
                .mapToDouble(i -> y[side][i] - bend * x[side][i] * x[side][i]).toArray();
            double[] line = line(x[side], rest);
            return new Curve(reference, line[0], line[1], bend, flop[side][0], flop[side][flop[side].length - 1]);
        }).toArray(Curve[]::new);
        return new CurvePair(curves[0], curves[1]);
    }

    /** Intercept and slope of the best straight line. */
    private static double[] line(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
        }
        return new double[] {meanY - xy / xx * meanX, xy / xx};
    }
}
