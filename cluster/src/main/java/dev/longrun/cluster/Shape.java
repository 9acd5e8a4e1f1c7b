package dev.longrun.cluster;

/** Tensor, pipeline, context and data ranks: what is searched as one piece of work. */
record Shape(int tensor, int pipeline, int context, int data) {
}
