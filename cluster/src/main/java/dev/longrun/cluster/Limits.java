package dev.longrun.cluster;

/**
 * What a search keeps to.
 *
 * @param withinDomain tensor ranks share a link domain
 * @param withFragmentation fragmentation must fit too, as on a cluster that is to run for weeks
 * @param capacityBytes of an accelerator
 */
public record Limits(boolean withinDomain, boolean withFragmentation, double capacityBytes) {

    static Limits usual(Chip chip) {
        return new Limits(true, true, chip.memoryBytes());
    }

    Limits withoutFragmentation() {
        return new Limits(withinDomain, false, capacityBytes);
    }

    Limits beyondDomain() {
        return new Limits(false, withFragmentation, capacityBytes);
    }

    Limits withMemory(double factor) {
        return new Limits(withinDomain, withFragmentation, factor * capacityBytes);
    }
}
