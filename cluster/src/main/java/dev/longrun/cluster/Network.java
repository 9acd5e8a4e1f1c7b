package dev.longrun.cluster;

/**
 * The network between link domains: a fat tree whose lower levels are without oversubscription.
 *
 * @param bandwidth bytes/s one way of the network cards that an accelerator has to itself
 * @param podAccelerators accelerators below one another without oversubscription
 * @param oversubscription bandwidth within a pod over bandwidth between pods; 1 for none
 * @param achieved share of the bandwidth that collectives reach on this kind of fabric
 */
public record Network(double bandwidth, long podAccelerators, double oversubscription, double achieved) {

    /** A fabric on which cards read the accelerators' memory themselves (InfiniBand, RoCE). */
    public Network(double bandwidth, long podAccelerators, double oversubscription) {
        this(bandwidth, podAccelerators, oversubscription, Achieved.SHIPPED.networkShare());
    }

    /** One pod of everything. */
    public static Network flat(double bandwidth) {
        return new Network(bandwidth, Long.MAX_VALUE, 1);
    }
}
