package dev.longrun.model;

import java.util.List;

/**
 * Where the routers sent the tokens of the training passes since it was last asked.
 *
 * @param shares a layer each, the share of its tokens' places that each expert got; they add up to 1
 * @param entropyNats a layer each, the mean entropy of the router's probabilities; at most log(experts)
 * @param dropped tokens that found no place at an expert: none, there is no capacity to exceed
 */
public record Routing(List<List<Double>> shares, List<Double> entropyNats, long dropped) {
}
