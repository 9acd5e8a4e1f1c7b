package dev.longrun.risk;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A building: how much its network adds to the nodes and how much it draws over its machines.
 *
 * @param fabricShare switches and cables over nodes
 * @param pue power of the building over power of its machines
 * @param connectionMegawatts what the grid gives it, if that is known
 */
public record Site(Estimate fabricShare, Estimate pue, Optional<Double> connectionMegawatts) {

    /** Checks. */
    public Site {
        Check.between("fabricShare", fabricShare.low(), 0, 1);
        Check.between("fabricShare", fabricShare.high(), 0, 1);
        Check.between("pue", pue.low(), 1, 5);
        Check.between("pue", pue.high(), 1, 5);
        connectionMegawatts.ifPresent(mw -> Check.positive("connectionMegawatts", mw));
    }

    /** A site of which nothing is known. */
    public static Site usual(LocalDate day) {
        return new Site(Facts.of("site.csv", "fabric-share", day), Facts.of("site.csv", "pue", day), Optional.empty());
    }

    /** A site with a known PUE. */
    public static Site of(double pue, LocalDate day) {
        return new Site(Facts.of("site.csv", "fabric-share", day),
            Estimate.exact(pue, "", "PUE of the site", "the run file"),
            Optional.empty());
    }
}
