package dev.longrun.run;

/**
 * Where a value that the user did not give comes from.
 *
 * @param path the key, dotted: {@code model.width}
 * @param value as the resolved file writes it
 * @param rule how it was found, with the figures used
 * @param source who says so: a paper, a file, a measurement
 */
public record Derivation(String path, String value, String rule, String source) {
}
