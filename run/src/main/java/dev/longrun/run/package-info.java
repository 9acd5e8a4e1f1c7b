/**
 * What users write, checked: the run file with units and presets, and tables. The resolved
 * {@link dev.longrun.run.Run} is what every other room works from.
 */
package dev.longrun.run;
