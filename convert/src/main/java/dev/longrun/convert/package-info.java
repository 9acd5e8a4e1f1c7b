/** Checkpoints from one world to another: Hugging Face folders to GGUF and back, and what a checkpoint holds. */
package dev.longrun.convert;
