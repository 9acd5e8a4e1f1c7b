package dev.longrun.plan;

/**
 * A scaling law of the final validation loss, L = E + A N^-alpha + B D^-beta (Hoffmann et al., arXiv 2203.15556,
 * approach 3), with all one must know to use it: what it was fitted on, how N and D were counted, and how far it may be
 * trusted.
 *
 * @param name short
 * @param date when it was fitted, ISO
 * @param source who says so
 * @param corpus what text: a {@code data.source}, or {@code web}
 * @param fittedOn in words
 * @param counting how N is counted
 * @param unit of L; with it goes the unit of D: tokens of the law's own tokenizer, or bytes of text
 * @param bytesPerToken of the law's own tokenizer; 0 where L is in bits per byte
 * @param e the loss that no size takes away
 * @param a factor of the size term
 * @param alpha exponent of the size term
 * @param b factor of the data term
 * @param beta exponent of the data term
 * @param smallestN smallest N fitted on
 * @param largestN largest N fitted on
 * @param smallestD smallest D fitted on
 * @param largestD largest D fitted on
 * @param band half width of the 80 % interval inside that range, relative
 * @param bandReason why so wide
 */
public record LossLaw(String name, String date, String source, String corpus, String fittedOn, String counting,
    LossUnit unit, double bytesPerToken, double e, double a, double alpha, double b, double beta, double smallestN,
    double largestN, double smallestD, double largestD, double band, String bandReason) {

    /** What L and D are counted in. */
    public enum LossUnit {
        /** L in nats per token, D in tokens, both of the law's own tokenizer. */
        NATS_PER_TOKEN,
        /** L in bits per byte, D in bytes of text. */
        BITS_PER_BYTE
    }

    /** L in the law's own unit. */
    public double loss(double n, double d) {
        return e + a * Math.pow(n, -alpha) + b * Math.pow(d, -beta);
    }

    /** D in the law's own unit, of so many bytes of text. */
    public double dataOf(double bytes) {
        return unit == LossUnit.NATS_PER_TOKEN ? bytes / bytesPerToken : bytes;
    }

    /** Bits per byte of text after training on {@code bytes} of it. */
    public double bitsPerByte(double n, double bytes) {
        double loss = loss(n, dataOf(bytes));
        return unit == LossUnit.NATS_PER_TOKEN ? loss / (Math.log(2) * bytesPerToken) : loss;
    }

    /** The N that makes L least at {@code flop} = 6 N D; D in the law's unit is flop / (6 N). */
    public double bestSize(double flop) {
        double g = Math.pow(alpha * a / (beta * b), 1 / (alpha + beta));
        return g * Math.pow(flop / 6, beta / (alpha + beta));
    }

    /** Factors of ten by which N lies outside the range fitted on; 0 inside. */
    double decadesOutsideN(double n) {
        return decades(n, smallestN, largestN);
    }

    /** Factors of ten by which D lies outside the range fitted on; 0 inside. */
    double decadesOutsideD(double d) {
        return decades(d, smallestD, largestD);
    }

    private static double decades(double value, double smallest, double largest) {
        return Math.max(0, Math.max(Math.log10(smallest / value), Math.log10(value / largest)));
    }
}
