package dev.longrun.text;

/** A file, or a line of one, that is not part of a dataset, and why. */
public record SkippedFile(String file, String reason) {
}
