package dev.longrun.cluster;

/**
 * The network between link domains: a fat tree whose lower levels are without oversubscription.
 *
 * @param bandwidth bytes/s one way of the network cards that an accelerator has to itself
 * @param podAccelerators accelerators below one another without oversubscription
 * @param oversubscription bandwidth within a pod over bandwidth between pods; 1 for none
 */
public record Network(double bandwidth, long podAccelerators, double oversubscription) {
}
