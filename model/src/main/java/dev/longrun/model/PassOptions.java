package dev.longrun.model;

/**
 * What a training pass's gradients are of beside the loss.
 *
 * @param zLoss so many times log(sum of exp(logits))^2 a token
 * @param dropout share of the elements of the embedding and of each block's output that is dropped
 * @param balanceLoss so many times the load-balancing loss of each layer with experts, a token (arXiv 2101.03961)
 * @param routerZLoss so many times log(sum of exp(router's logits))^2 a token and layer (arXiv 2202.08906)
 */
public record PassOptions(double zLoss, double dropout, double balanceLoss, double routerZLoss) {

    /** The loss alone. */
    public static final PassOptions PLAIN = new PassOptions(0, 0, 0, 0);
}
