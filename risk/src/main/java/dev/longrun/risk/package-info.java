/**
 * What stands between a step time and a shipped model: failures, energy, money, the stock of text, supply, promises;
 * and the date that comes of them all, as a distribution.
 *
 * <p>{@link dev.longrun.risk.ShipDate} holds it together; {@link dev.longrun.risk.Goodput},
 * {@link dev.longrun.risk.Energy}, {@link dev.longrun.risk.Waterfall}, {@link dev.longrun.risk.Stock},
 * {@link dev.longrun.risk.Supply} and {@link dev.longrun.risk.PromiseClass} answer for their part. What is uncertain
 * is a {@link dev.longrun.risk.Spread}, what is answered an {@link dev.longrun.risk.Estimate}, what is known stands
 * with its day and source in a {@link dev.longrun.risk.DatedTable}.
 */
package dev.longrun.risk;
