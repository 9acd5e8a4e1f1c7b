package dev.longrun.bench;

import dev.longrun.model.Model;
import dev.longrun.model.PassClock;
import dev.longrun.model.PassOptions;
import dev.longrun.model.TrainingPass;
import dev.longrun.tensor.Bf16MatMul;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.Products;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.train.Optimizer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Longrun's step as its trainer does it: gradients of the batch, their norm, clipping and AdamW. */
final class OurTraining implements Contestant {

    /** Seed of the weights, of both contestants. */
    static final long SEED = 1;

    private final Optimizer optimizer;
    private final TrainingPass pass;
    private final float[] gradients;
    private final StepLoop loop;
    private final double rate;
    private long step;
    private long fillNanos;
    private long normNanos;
    private long updateNanos;

    OurTraining(TrainShape shape, Precision precision, ThreadTeam team) {
        Model model = Model.create(shape.config(), SEED);
        optimizer = Optimizer.of(team, model.parameters(), shape.run().training());
        pass = model.trainingPass(team, products(precision, team), shape.sequences(), shape.context(),
            PassOptions.PLAIN);
        gradients = new float[model.parameters().size()];
        rate = shape.run().training().learningRate();
        loop = new StepLoop(shape, this::step);
    }

    private static Products products(Precision precision, ThreadTeam team) {
        return switch (precision) {
            case F32 -> new MatMul(team);
            case BF16 -> new Bf16MatMul(team);
            case PURE_BF16 -> throw new IllegalArgumentException("Longrun keeps weights in f32");
        };
    }

    private double step(int[] tokens_BT, int[] targets_BT) {
        long began = System.nanoTime();
        Arrays.fill(gradients, 0);
        fillNanos += System.nanoTime() - began;
        double nats = pass.lossAndGradients(tokens_BT, targets_BT, 1f / tokens_BT.length, gradients);
        began = System.nanoTime();
        double norm = optimizer.norm(gradients);
        normNanos += System.nanoTime() - began;
        began = System.nanoTime();
        optimizer.update(gradients, norm, ++step, rate);
        updateNanos += System.nanoTime() - began;
        return nats / tokens_BT.length;
    }

    @Override
    public Window window(double seconds, int leastSteps) {
        return loop.window(seconds, leastSteps);
    }

    /** Seconds that each part of all steps so far took together. */
    Map<String, Double> parts() {
        Map<String, Double> parts = new LinkedHashMap<>();
        for (PassClock.Part part : PassClock.Part.values()) {
            // these steps have neither dropout nor experts
            if (part != PassClock.Part.DROPOUT && part != PassClock.Part.ROUTING) {
                parts.put(part.name().toLowerCase(Locale.ROOT).replace('_', ' '), pass.nanos(part) / 1e9);
            }
        }
        parts.put("gradients to zero", fillNanos / 1e9);
        parts.put("gradient norm", normNanos / 1e9);
        parts.put("AdamW", updateNanos / 1e9);
        return parts;
    }

    /** Optimiser steps so far. */
    long steps() {
        return step;
    }

    @Override
    public void close() {
        // The team is not ours.
    }
}
