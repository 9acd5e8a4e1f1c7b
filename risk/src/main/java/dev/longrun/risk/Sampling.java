package dev.longrun.risk;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;

/**
 * How many points, which, and by how many threads; the answer depends on neither threads nor their order.
 *
 * @param copies independently shifted lattices; their spread gives the error
 * @param points points of each, a power of two
 */
public record Sampling(int copies, int points, long seed, int threads) {

    /** 131,072 points. */
    public static final Sampling USUAL = new Sampling(8, 1 << 14, 1,
        Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 64));

    private static final int CHUNK = 1024;

    /** Checks. */
    public Sampling {
        Check.between("copies", copies, 2, 1024);
        Check.between("points", points, 16, 1 << 20);
        Check.between("copies x points", (double) copies * points, 32, 1 << 26);
        Check.between("threads", threads, 1, 1024);
    }

    /** {@code [copy][point]}: a function of each point. */
    double[][] values(int dimensions, ToDoubleFunction<double[]> function) {
        double[][] values = new double[copies][points];
        int chunks = Math.max(1, points / CHUNK);
        List<Runnable> tasks = new ArrayList<>();
        for (int c = 0; c < copies; c++) {
            int copy = c;
            Lattice lattice = new Lattice(points, dimensions, seed, copy);
            for (int k = 0; k < chunks; k++) {
                int from = (int) ((long) points * k / chunks);
                int to = (int) ((long) points * (k + 1) / chunks);
                tasks.add(() -> {
                    double[] u = new double[dimensions];
                    for (int i = from; i < to; i++) {
                        lattice.point(i, u);
                        values[copy][i] = function.applyAsDouble(u);
                    }
                });
            }
        }
        run(tasks);
        return values;
    }

    /** Runs tasks that do not touch one another; the first failure is thrown. */
    private void run(List<Runnable> tasks) {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        Runnable worker = () -> {
            for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
                try {
                    tasks.get(i).run();
                } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                }
            }
        };
        List<Thread> others = new ArrayList<>();
        for (int t = 1; t < Math.min(threads, tasks.size()); t++) {
            others.add(Thread.ofPlatform().daemon().start(worker));
        }
        worker.run();
        others.forEach(Sampling::join);
        RuntimeException first = failure.get();
        if (first != null) {
            throw first;
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // the tasks are short; their results are shared
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
