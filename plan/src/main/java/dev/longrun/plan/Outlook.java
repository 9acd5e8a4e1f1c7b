package dev.longrun.plan;

import dev.longrun.risk.Energy;
import dev.longrun.risk.Estimate;
import dev.longrun.risk.Factor;
import dev.longrun.risk.ShipForecast;
import dev.longrun.risk.Waterfall;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands between a step time and a shipped model, from what was known on a day.
 *
 * @param asOf that day
 * @param failures effective time, goodput, interruptions, where time goes
 * @param goodput the share of the time that ends up in the model
 * @param days of the run with failures
 * @param energy of it; nothing where no power is known
 * @param bill of it; nothing where no price is known
 * @param serving what it costs to serve and what pays it back; empty where no price of tokens is given
 * @param text the stock of text beside what the run reads
 * @param ship the date; nothing where the run file has neither a start nor a deadline
 * @param swings what moves the date, one input at a time
 * @param shares what its uncertainty comes from
 * @param tiers the same cluster with smaller runs, the soonest ready first
 * @param remedies what would make the deadline
 * @param notes what could not be reckoned, and why
 */
public record Outlook(LocalDate asOf, List<Fact> failures, Estimate goodput, Estimate days, Optional<Energy> energy,
    Optional<Waterfall> bill, List<Fact> serving, List<Fact> text, Optional<ShipForecast> ship,
    List<ShipForecast.Swing> swings, Map<Factor, ShipForecast.Share> shares,
    List<ShipForecast.Tier> tiers, List<Fact> remedies,
    List<String> notes) {

    /** A figure with its name. */
    public record Fact(String name, Estimate estimate) {
    }
}
