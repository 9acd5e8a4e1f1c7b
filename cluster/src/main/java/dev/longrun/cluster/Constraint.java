package dev.longrun.cluster;

import java.util.Optional;

/**
 * What one constraint costs.
 *
 * @param words the change, as "10 % more memory on each accelerator"
 * @param best with that change; nothing where none fits
 * @param gain its pace over the best layout's, less 1: what could be won; below 0 what would be lost
 */
public record Constraint(String words, Optional<Candidate> best, double gain) {
}
