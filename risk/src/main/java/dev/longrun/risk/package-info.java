/**
 * What stands between a step time and a shipped model: failures, energy, money, the stock of text, supply, promises;
 * and the date that comes of them all, as a distribution.
 */
package dev.longrun.risk;
