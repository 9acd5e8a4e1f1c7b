package dev.longrun.laws;

/**
 * One run of a ladder, or one that is to be foretold.
 *
 * @param line where it stands in its file; 0 for one that stands in none
 * @param n parameters, by the ladder's counting rule; NaN where unknown
 * @param d tokens trained on, repeats included; NaN where unknown
 * @param flop training FLOP; NaN where unknown
 * @param unique unique tokens among them
 * @param experts experts a token may be sent to; 1 for a dense model
 * @param loss final loss; NaN where it is to be foretold
 */
public record Point(long line, double n, double d, double flop, double unique, double experts, double loss) {

    /** FLOP for each parameter and token where a ladder says nothing else: forward 2, backward 4. */
    public static final double FLOP_PER_PARAMETER_AND_TOKEN = 6;

    /** A dense model that reads each of its tokens once, with C = 6 N D. */
    public static Point of(double n, double d, double loss) {
        return new Point(0, n, d, FLOP_PER_PARAMETER_AND_TOKEN * n * d, d, 1, loss);
    }

    /** A run known by its FLOP alone. */
    public static Point ofFlop(double flop, double loss) {
        return new Point(0, Double.NaN, Double.NaN, flop, Double.NaN, 1, loss);
    }

    /** The same run with so many unique tokens. */
    public Point withUnique(double tokens) {
        return new Point(line, n, d, flop, tokens, experts, loss);
    }

    /** The same run with so many experts. */
    public Point withExperts(double count) {
        return new Point(line, n, d, flop, unique, count, loss);
    }

    /** The same run with another loss. */
    public Point withLoss(double other) {
        return new Point(line, n, d, flop, unique, experts, other);
    }
}
