package dev.longrun.laws;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The second stage of a task's forecast: from the loss to what the task measures.
 *
 * @param form which
 * @param parameters as the form names them
 * @param squares what is left of the squared errors
 */
public record TaskLaw(Form form, double[] parameters, double squares) {

    private static final int NODES = 200;

    /** How a task follows the loss. */
    public enum Form {
        /** error = eps - k exp(-gamma L) (Gadre et al., arXiv 2403.08540). */
        EXPONENTIAL,
        /** accuracy = floor + (1 - floor) / (1 + exp(k (L - x0))), the floor a guess's score. */
        SIGMOID
    }

    /** error = eps - k exp(-gamma L) by least squares: gamma over a grid and then by halving, the others a line. */
    public static TaskLaw exponential(double[] losses, double[] errors) {
        double gamma = least(g -> line(Arrays.stream(losses).map(l -> -Math.exp(-g * l)).toArray(), errors)[2], 0.01,
            10);
        double[] line = line(Arrays.stream(losses).map(l -> -Math.exp(-gamma * l)).toArray(), errors);
        return new TaskLaw(Form.EXPONENTIAL, new double[] {line[0], line[1], gamma}, line[2]);
    }

    /** The sigmoid by least squares: the steepness over a grid and then by halving, at each the middle likewise. */
    public static TaskLaw sigmoid(double[] losses, double[] scores, double floor) {
        double low = Arrays.stream(losses).min().orElseThrow() / 2;
        double high = Arrays.stream(losses).max().orElseThrow() * 2;
        double k = least(steep -> squares(losses, scores, floor, steep, middle(losses, scores, floor, steep, low,
            high)),
            0.05, 50);
        double middle = middle(losses, scores, floor, k, low, high);
        return new TaskLaw(Form.SIGMOID, new double[] {floor, k, middle}, squares(losses, scores, floor, k, middle));
    }

    /** What the task will measure at a loss. */
    public double score(double loss) {
        return form == Form.EXPONENTIAL ? parameters[0] - parameters[1] * Math.exp(-parameters[2] * loss)
            : sigmoid(loss, parameters[0], parameters[1], parameters[2]);
    }

    private static double sigmoid(double loss, double floor, double k, double middle) {
        return floor + (1 - floor) / (1 + Math.exp(k * (loss - middle)));
    }

    private static double middle(double[] losses, double[] scores, double floor, double k, double low, double high) {
        return least(x -> squares(losses, scores, floor, k, x), low, high);
    }

    private static double squares(double[] losses, double[] scores, double floor, double k, double middle) {
        double sum = 0;
        for (int i = 0; i < losses.length; i++) {
            double error = sigmoid(losses[i], floor, k, middle) - scores[i];
            sum += error * error;
        }
        return sum;
    }

    /** Where a function is least: the best of a logarithmic grid, then golden sections around it. */
    private static double least(DoubleUnaryOperator of, double low, double high) {
        double step = Math.pow(high / low, 1.0 / NODES);
        double best = low;
        double value = Double.POSITIVE_INFINITY;
        for (int i = 0; i <= NODES; i++) {
            double at = low * Math.pow(step, i);
            double here = of.applyAsDouble(at);
            if (here < value) {
                value = here;
                best = at;
            }
        }
        double golden = (Math.sqrt(5) - 1) / 2;
        double from = best / step;
        double to = best * step;
        for (int i = 0; i < 60; i++) {
            double left = to - golden * (to - from);
            double right = from + golden * (to - from);
            if (of.applyAsDouble(left) < of.applyAsDouble(right)) {
                to = right;
            } else {
                from = left;
            }
        }
        return (from + to) / 2;
    }

    /** Intercept, slope and squared error of a straight line. */
    private static double[] line(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElse(0);
        double meanY = Arrays.stream(y).average().orElse(0);
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        double slope = xx == 0 ? 0 : xy / xx;
        return new double[] {meanY - slope * meanX, slope, yy - slope * xy};
    }
}
