package dev.longrun.plan;

import dev.longrun.run.ModelShape;
import dev.longrun.run.Recipe.Optimizer;
import java.util.ArrayList;
import java.util.List;

/**
 * What an optimiser keeps and computes. AdamW: two moments of every parameter. Muon (KellerJordan/Muon): one momentum
 * of every matrix of the layers, AdamW's two of the rest; and for each such matrix, of shorter side s and longer side
 * l, five steps of Newton-Schulz, each of three products: 4 s^2 l + 2 s^3 FLOP.
 *
 * @param stateFloats numbers kept from step to step
 * @param matrices what Newton-Schulz runs over
 * @param stateRule in words
 */
record OptimizerCost(long stateFloats, List<Matrix> matrices, String stateRule) {

    /**
     * Bytes the optimiser moves a parameter in float32, the same for both: the norm reads the gradient (4); AdamW reads
     * weight, gradient and both moments and writes all but the gradient (28), Muon reads and writes gradient and
     * momentum, then reads weight and update and writes the weight (28); zeroing writes the gradient (4).
     */
    static final int SWEEP_BYTES = 36;

    private static final int STEPS = 5;

    /** {@code count} matrices of one shape. */
    record Matrix(int rows, int columns, int count) {

        int side() {
            return Math.min(rows, columns);
        }

        double newtonSchulzFlop() {
            double side = side();
            return count * STEPS * (4 * side * side * Math.max(rows, columns) + 2 * side * side * side);
        }
    }

    static OptimizerCost of(ModelShape shape, Optimizer optimizer) {
        ParameterCount parameters = ParameterCount.of(shape);
        return switch (optimizer) {
            case ADAMW -> new OptimizerCost(2 * parameters.total(), List.of(),
                "AdamW's two moments, 4 bytes a parameter each");
            case MUON -> new OptimizerCost(2 * parameters.total() - parameters.attention() - parameters.feedForward()
                + routers(shape),
                hidden(shape), "Muon's momentum of the layers' matrices, AdamW's moments of the rest, 4 bytes each");
        };
    }

    private static List<Matrix> hidden(ModelShape shape) {
        int width = shape.width();
        int queries = shape.heads() * shape.headWidth();
        int keys = shape.kvHeads() * shape.headWidth();
        int gates = shape.activation().inputs();
        if (shape.keyRank().isPresent() || shape.denseLayers().orElse(0) > 0) {
            // Planned only: what has one input counts as one matrix.
            return Product.of(shape).stream().filter(product -> product.part() != Product.Part.HEAD)
                .map(product -> new Matrix(product.out(), product.in(), product.held())).toList();
        }
        int layers = shape.layers();
        List<Matrix> matrices = new ArrayList<>(List.of(new Matrix(queries, width, layers),
            new Matrix(keys, width, 2 * layers), new Matrix(width, queries, layers)));
        if (shape.denseWidth() > 0) {
            matrices.add(new Matrix(shape.denseWidth(), width, gates * layers));
            matrices.add(new Matrix(width, shape.denseWidth(), layers));
        }
        shape.experts().ifPresent(count -> {
            int expertWidth = shape.expertWidth().orElse(shape.ffnWidth());
            matrices.add(new Matrix(expertWidth, width, count * gates * layers));
            matrices.add(new Matrix(width, expertWidth, count * layers));
        });
        return matrices;
    }

    /** Routers are left to AdamW. */
    private static long routers(ModelShape shape) {
        long layers = (long) shape.layers() - shape.denseLayers().orElse(0);
        return shape.experts().map(count -> layers * count * shape.width()).orElse(0L);
    }

    /** FLOP of a step's Newton-Schulz; not model FLOP. */
    double newtonSchulzFlop() {
        return matrices.stream().mapToDouble(Matrix::newtonSchulzFlop).sum();
    }

    /** Seconds of a step on the computer at hand: sweeps at the memory's speed, products at that of their width. */
    double seconds(ModelShape shape, MachineSpeed machine) {
        double sweeps = (double) SWEEP_BYTES * ParameterCount.of(shape).total() / machine.memoryBytesPerSecond();
        return sweeps + matrices.stream()
            .mapToDouble(matrix -> matrix.newtonSchulzFlop() / machine.matmulFlops(matrix.side())).sum();
    }
}
