package dev.longrun.bench;

/** Steps without a pause, for both contestants alike. */
final class StepLoop {

    /** One optimiser step. */
    interface Step {

        /** Trains on the batch and returns its loss, nats a token. */
        double train(int[] tokens_BT, int[] targets_BT);
    }

    private final TokenStream stream;
    private final Step step;
    private final int[] tokens;
    private final int[] targets;
    private long done;

    StepLoop(TrainShape shape, Step step) {
        this.step = step;
        stream = new TokenStream(shape.vocabulary());
        tokens = new int[shape.batchTokens()];
        targets = new int[shape.batchTokens()];
    }

    Window window(double seconds, int leastSteps) {
        long steps = 0;
        double loss = Double.NaN;
        long began = System.nanoTime();
        double spent = 0;
        while (steps < leastSteps || spent < seconds) {
            stream.fill(done++, tokens, targets);
            loss = step.train(tokens, targets);
            steps++;
            spent = (System.nanoTime() - began) / 1e9;
        }
        return new Window(steps, steps * tokens.length, spent, loss);
    }
}
