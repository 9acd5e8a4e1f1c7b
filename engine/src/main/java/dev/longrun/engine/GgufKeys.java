package dev.longrun.engine;

import dev.longrun.model.ModelException;
import dev.longrun.weights.GgufFile;
import dev.longrun.weights.GgufValue;
import java.util.Optional;

/** The keys of a GGUF file under its architecture's name. */
final class GgufKeys {

    private final GgufFile file;
    private final String prefix;

    GgufKeys(GgufFile file, String architecture) {
        this.file = file;
        prefix = architecture + ".";
    }

    boolean has(String key) {
        return file.metadata().containsKey(prefix + key);
    }

    int integer(String key) {
        return whole(key).orElseThrow(() -> new ModelException("no whole number " + prefix + key));
    }

    int integer(String key, int otherwise) {
        return whole(key).orElse(otherwise);
    }

    private Optional<Integer> whole(String key) {
        GgufValue value = file.metadata().get(prefix + key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof GgufValue.Whole whole) || whole.value() < 0 || whole.value() > Integer.MAX_VALUE) {
            throw new ModelException(prefix + key + " is no whole number from 0 to " + Integer.MAX_VALUE);
        }
        return Optional.of((int) whole.value());
    }

    double number(String key, double otherwise) {
        return switch (file.metadata().get(prefix + key)) {
            case null -> otherwise;
            case GgufValue.Real real -> shortest(real.value());
            case GgufValue.Whole whole -> whole.value();
            default -> throw new ModelException(prefix + key + " is no number");
        };
    }

    /** The number that was meant: a float of the file as its shortest decimal. */
    private static double shortest(double value) {
        return Double.parseDouble(Float.toString((float) value));
    }

    double number(String key) {
        if (!has(key)) {
            throw new ModelException("no number " + prefix + key);
        }
        return number(key, 0);
    }

    String text(String key, String otherwise) {
        return file.text(prefix + key).orElse(otherwise);
    }
}
