package dev.longrun.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * What this machine can do at most, measured in about 0.3 s each: the yardstick of model FLOP utilisation.
 */
public final class Peak {

    private static final VectorSpecies<Float> SPECIES = Tiles.SPECIES;
    private static final long MEASURING_NANOS = 300_000_000;
    private static final long MOST_NANOS = 5_000_000_000L;

    /** Calls and steps of the multiply-add loop in one run of some 0.2 ms: many short calls are soon compiled. */
    private static final int CALLS = 20;
    private static final int STEPS = 2_000;

    /** Independent sums: more than latency times the number of units anywhere. */
    private static final int SUMS = 12;

    /** Floats that each thread streams through (less where the heap is small): beyond its share of the caches. */
    private static final int MOST_STREAMED = 3 << 22;

    private Peak() {
    }

    /** The greatest rate of f32 multiply-adds from registers over all threads of the team, in FLOP a second. */
    public static double flops(ThreadTeam team) {
        float[] sink = new float[team.size() * SPECIES.length()];
        ThreadTeam.Task task = (part, worker) -> {
            for (int call = 0; call < CALLS; call++) {
                multiplyAdd(STEPS, sink, part * SPECIES.length());
            }
        };
        double work = 2.0 * SUMS * SPECIES.length() * STEPS * CALLS * team.size();
        return work / bestSeconds(team, task);
    }

    /**
     * The greatest rate of bf16 multiply-adds from registers over all threads of the team, in FLOP a second.
     *
     * @throws IllegalStateException where {@link Bf16Support#refusal} has a reason
     */
    public static double bf16Flops(ThreadTeam team) {
        Bf16Kernels kernels = Bf16Support.kernels();
        int steps = CALLS * STEPS;
        // a lane of a sum takes two multiply-adds
        double work = 2.0 * 2 * Bf16Code.SUM_LANES * Bf16Code.PEAK_SUMS * steps * team.size();
        return work / bestSeconds(team, (_, _) -> kernels.peak(steps));
    }

    /** The greatest rate at which all threads of the team together read memory, in bytes a second. */
    public static double bytesPerSecond(ThreadTeam team) {
        float[][] data = streams(team);
        float[] sink = new float[team.size() * SPECIES.length()];
        ThreadTeam.Task task = (part, worker) -> read(data[part], sink, part * SPECIES.length());
        return (double) Float.BYTES * data[0].length * team.size() / bestSeconds(team, task);
    }

    /** The greatest rate of {@code a = b + factor * c} over memory, in bytes read and written a second. */
    public static double triadBytesPerSecond(ThreadTeam team) {
        float[][] data = streams(team);
        ThreadTeam.Task task = (part, worker) -> triad(data[part], data[part].length / 3);
        return (double) Float.BYTES * data[0].length * team.size() / bestSeconds(team, task);
    }

    /** Each thread touches its own part first, so that it lies near it. */
    private static float[][] streams(ThreadTeam team) {
        long room = Runtime.getRuntime().maxMemory() / 8 / Float.BYTES / team.size();
        int third = (int) Math.min(MOST_STREAMED, room) / 3;
        float[][] data = new float[team.size()][];
        team.run(data.length, (part, worker) -> data[part] = new float[3 * third]);
        return data;
    }

    /**
     * The least time of a run with one task a thread: runs go on until nothing was gained for a while, because the
     * first ones are interpreted.
     */
    private static double bestSeconds(ThreadTeam team, ThreadTeam.Task task) {
        long begin = System.nanoTime();
        long gained = begin;
        long now = begin;
        long best = Long.MAX_VALUE;
        while (now - gained < MEASURING_NANOS && now - begin < MOST_NANOS) {
            long from = System.nanoTime();
            team.run(team.size(), task);
            now = System.nanoTime();
            if (now - from < 0.98 * best) {
                gained = now;
            }
            best = Math.min(best, now - from);
        }
        return best / 1e9;
    }

    private static void multiplyAdd(int steps, float[] sink, int at) {
        FloatVector x = FloatVector.broadcast(SPECIES, 0.999f);
        FloatVector y = FloatVector.broadcast(SPECIES, 0.001f);
        FloatVector s0 = y;
        FloatVector s1 = y;
        FloatVector s2 = y;
        FloatVector s3 = y;
        FloatVector s4 = y;
        FloatVector s5 = y;
        FloatVector s6 = y;
        FloatVector s7 = y;
        FloatVector s8 = y;
        FloatVector s9 = y;
        FloatVector s10 = y;
        FloatVector s11 = y;
        for (int i = 0; i < steps; i++) {
            s0 = s0.fma(x, y);
            s1 = s1.fma(x, y);
            s2 = s2.fma(x, y);
            s3 = s3.fma(x, y);
            s4 = s4.fma(x, y);
            s5 = s5.fma(x, y);
            s6 = s6.fma(x, y);
            s7 = s7.fma(x, y);
            s8 = s8.fma(x, y);
            s9 = s9.fma(x, y);
            s10 = s10.fma(x, y);
            s11 = s11.fma(x, y);
        }
        s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9).add(s10).add(s11)
            .intoArray(sink, at);
    }

    private static void read(float[] data, float[] sink, int at) {
        int width = SPECIES.length();
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        for (int i = 0; i <= data.length - 4 * width; i += 4 * width) {
            s0 = s0.add(FloatVector.fromArray(SPECIES, data, i));
            s1 = s1.add(FloatVector.fromArray(SPECIES, data, i + width));
            s2 = s2.add(FloatVector.fromArray(SPECIES, data, i + 2 * width));
            s3 = s3.add(FloatVector.fromArray(SPECIES, data, i + 3 * width));
        }
        s0.add(s1).add(s2.add(s3)).intoArray(sink, at);
    }

    private static void triad(float[] data, int third) {
        FloatVector factor = FloatVector.broadcast(SPECIES, 0.5f);
        int width = SPECIES.length();
        for (int i = 0; i <= third - width; i += width) {
            FloatVector y = FloatVector.fromArray(SPECIES, data, third + i);
            FloatVector z = FloatVector.fromArray(SPECIES, data, 2 * third + i);
            factor.fma(z, y).intoArray(data, i);
        }
    }
}
