/** Longrun beside its peers: matrix products, whole training steps, single kernels. */
package dev.longrun.bench;
