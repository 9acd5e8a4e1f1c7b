/**
 * What a run will take, before it starts: parameters, FLOP, memory, hours, energy, money and loss, one rule a class,
 * and the derivation of everything that a run file leaves out.
 */
package dev.longrun.plan;
