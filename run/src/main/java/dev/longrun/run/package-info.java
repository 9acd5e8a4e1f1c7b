/**
 * The run file: what a user writes, checked, with units and presets, and the resolved {@link dev.longrun.run.Run} that
 * every other room works from.
 */
package dev.longrun.run;
