/**
 * Open checkpoints run over the weights as they are stored: repacked at load, never widened; decoding bound by memory,
 * prefill by arithmetic. Every kernel has a scalar twin that gives the same bits, and a sequence's logits have the same
 * bits whatever shares its batch and however its tokens are cut into calls.
 */
package dev.longrun.engine;
