/**
 * One training step on many accelerators: chips and links, layouts, memory and time of each part, the search for the
 * best layout, and the check of all that against published runs. Closed forms only; a layout takes microseconds.
 */
package dev.longrun.cluster;
