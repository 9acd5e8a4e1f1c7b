package dev.longrun.plan;

import java.util.Locale;

/** Enum constants as the run file writes them. */
final class Names {

    private Names() {
    }

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
