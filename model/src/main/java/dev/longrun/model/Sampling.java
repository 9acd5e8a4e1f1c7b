package dev.longrun.model;

/**
 * How the next token is drawn; the filters apply in this order, each on what the one before left (as Hugging Face).
 *
 * @param temperature the logits' divisor; 0 takes the likeliest token, the lowest id of equals
 * @param topK keeps the {@code topK} likeliest; 0 keeps all
 * @param topP keeps the likeliest whose probabilities together reach {@code topP} (arXiv 1904.09751); 1 keeps all
 * @param minP keeps those at least {@code minP} times as likely as the likeliest (arXiv 2407.01082); 0 keeps all
 * @param seed of the draws
 */
public record Sampling(double temperature, int topK, double topP, double minP, long seed) {

    /** The likeliest token, always. */
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 0);

    /** Checks each value; throws {@link ModelException}. */
    public Sampling {
        require(temperature >= 0 && temperature <= 1e6, "temperature " + temperature + " is not between 0 and 1e6");
        require(topK >= 0, "top-k " + topK + " is negative; 0 keeps all");
        require(topP > 0 && topP <= 1, "top-p " + topP + " is not above 0 and at most 1");
        require(minP >= 0 && minP <= 1, "min-p " + minP + " is not between 0 and 1");
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new ModelException("sampling: " + message);
        }
    }
}
