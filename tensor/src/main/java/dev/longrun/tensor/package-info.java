/**
 * Arithmetic on {@code float[]}: matrix products, the other kernels of a training step, each with a scalar twin that
 * gives the same bits, and the team of threads that runs them.
 */
package dev.longrun.tensor;
