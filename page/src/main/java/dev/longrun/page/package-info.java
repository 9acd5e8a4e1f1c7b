/**
 * How figures are shown: numbers as words, charts as SVG, self-contained pages. It knows nothing of what the figures
 * mean.
 */
package dev.longrun.page;
