/** Architectures with forward and hand-written backward, generation with a key-value cache, and safetensors. */
package dev.longrun.model;
