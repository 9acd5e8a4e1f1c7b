/** Scaling laws: their forms, their fits with honest intervals, and backtests on runs that were held out. */
package dev.longrun.laws;
