package dev.longrun.cluster;

import java.util.Optional;

/**
 * What the search of one shape, or of all, came to.
 *
 * @param best of those that fit: fastest, then of most memory left, then first in order
 * @param leanest of those that do not fit: the one that needs least
 * @param leastBytes that it needs
 * @param feasible layouts that fit
 * @param refused layouts that do not, by the part that bursts them
 */
record Found(Optional<Candidate> best, Optional<Layout> leanest, double leastBytes, long feasible, long[] refused) {
}
