/** The commands. */
package dev.longrun.cli;
