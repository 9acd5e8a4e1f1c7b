package dev.longrun.plan;

/**
 * Loss against compute as a comparison fits it: {@code ln L = height + slope x + bend x^2} with {@code x = ln(FLOP /
 * reference)}, from {@code least} to {@code most} FLOP, and straight beyond. Without a bend it is a power law.
 *
 * @param reference FLOP at which x is 0
 * @param height ln of the bits per byte there
 * @param slope the power there, below 0 where compute helps
 * @param bend 0 for a straight line
 * @param least FLOP of the smallest level
 * @param most FLOP of the largest level
 */
public record Curve(double reference, double height, double slope, double bend, double least, double most) {

    /** Beyond so many powers of e on either side of its levels no compute is looked for. */
    private static final double REACH = 12;

    /** Bits per byte at so many FLOP. */
    public double loss(double flop) {
        return Math.exp(at(x(flop)));
    }

    /** FLOP that reach a loss. */
    public double flop(double bitsPerByte) {
        double target = Math.log(bitsPerByte);
        double low = x(least) - REACH;
        double high = x(most) + REACH;
        for (int i = 0; i < 50; i++) {
            double middle = (low + high) / 2;
            if (at(middle) > target) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return reference * Math.exp((low + high) / 2);
    }

    /** Whether more compute means less loss everywhere. */
    boolean falls() {
        return slopeAt(x(least)) < 0 && slopeAt(x(most)) < 0;
    }

    private double x(double flop) {
        return Math.log(flop / reference);
    }

    private double slopeAt(double x) {
        return slope + 2 * bend * x;
    }

    private double at(double x) {
        double inside = Math.clamp(x, x(least), x(most));
        return height + slope * inside + bend * inside * inside + slopeAt(inside) * (x - inside);
    }
}
