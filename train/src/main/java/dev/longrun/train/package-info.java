/** The training loop and all that makes a run resumable: optimiser, checkpoints, journal, guard, report. */
package dev.longrun.train;
