package dev.longrun.cluster;

/**
 * Time of collectives. A ring moves (n - 1) / n of the bytes at the bandwidth of its slowest hop; a group that has
 * several ranks in a link domain uses the network cards of all of them (NCCL's rings and rails). Each doubling of ranks
 * adds a latency (trees and pipelined rings).
 */
final class Links {

    private final Achieved achieved;
    private final Network network;
    private final int domain;
    private final double linkBandwidth;
    private final double networkBandwidth;
    private final double linkExchange;
    private final double networkExchange;

    Links(Chip chip, Network network, Achieved achieved) {
        this.achieved = achieved;
        this.network = network;
        domain = chip.linkDomain();
        double link = chip.linkBandwidth().orElseThrow();
        linkBandwidth = link * achieved.linkShare();
        networkBandwidth = network.bandwidth() * network.achieved();
        linkExchange = link * achieved.linkExchangeShare();
        networkExchange = network.bandwidth() * achieved.networkExchangeShare();
    }

    /** Accelerators that links join. */
    int domain() {
        return domain;
    }

    /**
     * An all-gather or a reduce-scatter; an all-reduce is one of each.
     *
     * @param bytes of the whole
     * @param ranks that take part
     * @param stride accelerators from one rank to the next: those of inner dimensions
     */
    double gather(double bytes, double ranks, double stride) {
        if (ranks <= 1 || bytes <= 0) {
            return 0;
        }
        double within = Math.max(1, Math.min(ranks, Math.floor(domain / stride)));
        double ring = (ranks - 1) / ranks * bytes;
        if (within >= ranks) {
            return ring / linkBandwidth + achieved.linkLatency() * log2(ranks);
        }
        // A ring crosses a pod's border once for all its ranks inside, so those share the narrower way out.
        double inPod = Math.max(1, network.podAccelerators() / stride);
        double cards = ranks > inPod ? Math.min(within, inPod / network.oversubscription()) : within;
        double bandwidth = Math.min(linkBandwidth, networkBandwidth * cards);
        return ring / bandwidth + achieved.linkLatency() * log2(within)
            + achieved.networkLatency() * log2(ranks / within);
    }

    /** From one accelerator to another, {@code stride} away. */
    double transfer(double bytes, double stride) {
        return stride >= domain ? bytes / networkBandwidth + achieved.networkLatency()
            : bytes / linkBandwidth + achieved.linkLatency();
    }

    /**
     * Tokens to their experts, one way. Within a domain a token goes to each of its experts; another domain it enters
     * once and is handed on there, so what counts is how many domains its experts lie in, spread evenly.
     *
     * @param bytes of the tokens of a rank, each once
     * @param copies experts of a token
     * @param ranks over which the experts are spread
     */
    double exchange(double bytes, int copies, int ranks) {
        if (ranks <= 1) {
            return 0;
        }
        double within = Math.min(ranks, domain);
        double domains = ranks / within;
        double others = (domains - 1) * (1 - Math.pow(1 - 1 / domains, copies));
        return bytes * copies * (within - 1) / within / linkExchange + bytes * others / networkExchange
            + 2 * achieved.networkLatency();
    }

    private static double log2(double ranks) {
        return Math.log(Math.max(1, ranks)) / Math.log(2);
    }
}
