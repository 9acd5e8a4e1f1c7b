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

    /** Bits per byte at so many FLOP. */
    public double loss(double flop) {
        return Math.exp(at(x(flop)));
    }

    /** FLOP that reach a loss. */
    public double flop(double bitsPerByte) {
        double target = Math.log(bitsPerByte);
        double low = x(least);
        double high = x(most);
        double from = height - target;
        double inside = 2 * from / (-slope + Math.sqrt(Math.max(0, slope * slope - 4 * bend * from)));
        double x = target > at(low) ? low + (target - at(low)) / slopeAt(low)
            : target < at(high) ? high + (target - at(high)) / slopeAt(high) : inside;
        return reference * Math.exp(x);
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
