package dev.longrun.plan;

import dev.longrun.run.ModelShape;

/**
 * A smaller run of a ladder.
 *
 * @param name of its folder
 * @param shape the target's, but for layers, width, heads and feed-forward width
 * @param tokens to train on
 * @param flop model FLOP of training
 */
public record Rung(String name, ModelShape shape, double tokens, double flop) {
}
