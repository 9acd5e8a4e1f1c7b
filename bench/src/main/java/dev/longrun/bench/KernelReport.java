package dev.longrun.bench;

import java.util.List;

/**
 * What {@code longrun bench kernels} found.
 *
 * @param cpu the processor's name
 * @param date of the measurement, ISO-8601
 * @param java version of the JVM
 * @param threads of both
 * @param rounds in alternation
 * @param peakGflops most f32 multiply-adds from registers, GFLOP/s over all threads: the best of the run
 * @param peer name and version; empty without
 * @param figures each product of each shape
 * @param means of each kind
 */
record KernelReport(String cpu, String date, String java, int threads, int rounds, double peakGflops, String peer,
    List<KernelFigure> figures, List<KernelMean> means) {
}
