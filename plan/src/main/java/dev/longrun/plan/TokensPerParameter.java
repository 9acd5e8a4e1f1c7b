package dev.longrun.plan;

/**
 * How many tokens a parameter of the size that is best for the compute: D = 20 x N, N as
 * {@link ParameterCount#matricesAndHead()} (Hoffmann et al., arXiv 2203.15556, table 3; 17.9 with an 80 % interval of
 * 10 to 28 at its largest budget in the refit of arXiv 2404.10102).
 */
final class TokensPerParameter {
    static final double RATIO = 20;
    static final String SOURCE = "compute-optimal ratio, arXiv 2203.15556; 10 to 28 in arXiv 2404.10102";

    private TokensPerParameter() {
    }

    /** How far off the best ratio a run is, in the logarithm. */
    static double miss(double tokens, double n) {
        return Math.abs(Math.log(tokens / n / RATIO));
    }
}
