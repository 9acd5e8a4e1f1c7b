package dev.longrun.laws;

/**
 * The best split of a budget C = k N D where the loss falls as A N^-alpha + B D^-beta (Hoffmann et al., arXiv
 * 2203.15556, section 3.3): N = G (C/k)^(beta / (alpha + beta)), G = (alpha A / (beta B))^(1 / (alpha + beta)).
 *
 * @param flopPerParameterAndToken k
 */
public record Frontier(double a, double alpha, double b, double beta, double flopPerParameterAndToken) {

    /** The parameters that make the loss least. */
    public double parameters(double flop) {
        double g = Math.pow(alpha * a / (beta * b), 1 / (alpha + beta));
        return g * Math.pow(flop / flopPerParameterAndToken, exponent());
    }

    /** The tokens that go with them. */
    public double tokens(double flop) {
        return flop / flopPerParameterAndToken / parameters(flop);
    }

    /** How the best N grows with C. */
    public double exponent() {
        return beta / (alpha + beta);
    }
}
