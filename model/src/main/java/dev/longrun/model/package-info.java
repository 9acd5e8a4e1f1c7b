/**
 * Architectures with forward and hand-written backward, their names in files, and generation with a key-value
 * cache.
 */
package dev.longrun.model;
