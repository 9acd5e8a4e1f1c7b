/**
 * Files of tensors: safetensors and GGUF, read without trust and written whole or not at all; how values are packed;
 * and the names that families of models give their tensors in either world.
 */
package dev.longrun.weights;
