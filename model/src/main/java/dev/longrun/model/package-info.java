/** Architectures, their names in files, forward and hand-written backward, generation with a key-value cache. */
package dev.longrun.model;
