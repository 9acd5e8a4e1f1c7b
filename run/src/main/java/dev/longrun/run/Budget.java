package dev.longrun.run;

/**
 * The one dial: what the run may take. Everything left out of the run file is derived from it.
 *
 * @param amount in {@code unit}, above 0
 * @param unit one of {@link Unit#SECONDS}, {@link Unit#FLOP}, {@link Unit#TOKENS}, {@link Unit#USD}
 */
public record Budget(double amount, Unit unit) {
}
