package dev.longrun.plan;

import dev.longrun.run.ModelShape;

/**
 * Seconds of one token on the computer at hand, by what it waits for: each matrix product at the speed measured for its
 * width, attention at its own, elementwise operations by the bytes they move.
 *
 * @param matmul seconds in matrix products
 * @param attention seconds in attention scores
 * @param elementwise seconds in everything between
 */
public record TokenTime(double matmul, double attention, double elementwise) {

    /** Forward and backward: each product thrice (out, gradient of the input, gradient of the weights). */
    public static TokenTime training(ModelShape shape, MachineSpeed machine) {
        return new TokenTime(3 * matmulForward(shape, machine),
            3.0 * FlopCount.of(shape).attentionScores() / machine.attentionFlops(),
            Traffic.trainingBytes(shape) / machine.elementwiseBytesPerSecond());
    }

    public static TokenTime forward(ModelShape shape, MachineSpeed machine) {
        return new TokenTime(matmulForward(shape, machine),
            FlopCount.of(shape).attentionScores() / machine.attentionFlops(),
            Traffic.forwardBytes(shape) / machine.elementwiseBytesPerSecond());
    }

    private static double matmulForward(ModelShape shape, MachineSpeed machine) {
        double seconds = 0;
        for (Product product : Product.of(shape)) {
            seconds += 2.0 * product.weights() / machine.matmulFlops(Math.min(product.in(), product.out()));
        }
        return seconds;
    }

    /** Their sum. */
    public double total() {
        return matmul + attention + elementwise;
    }
}
