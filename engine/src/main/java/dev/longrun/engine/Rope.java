package dev.longrun.engine;

import dev.longrun.model.Architecture.Rotary;
import dev.longrun.model.RopeScaling;
import java.util.Arrays;

/** Cosines and sines of a rotary embedding, [places, head width / 2], reckoned in double when a place is first used. */
final class Rope {

    private final double[] frequencies;
    private final double magnitude;
    private int places;
    float[] cos = {};
    float[] sin = {};

    /** {@code windowed}: for the layers with a window. */
    Rope(Rotary rotary, boolean windowed, int headWidth) {
        boolean own = windowed && rotary.windowedBase() != 0;
        double base = own ? rotary.windowedBase() : rotary.base();
        RopeScaling scaling = own ? new RopeScaling.None() : rotary.scaling();
        frequencies = new double[headWidth / 2];
        for (int pair = 0; pair < frequencies.length; pair++) {
            frequencies[pair] = StrictMath.pow(base, -2.0 * pair / headWidth) * scaling.factor(pair, headWidth, base);
        }
        magnitude = scaling.magnitude();
    }

    /** None at all. */
    Rope() {
        frequencies = new double[0];
        magnitude = 1;
    }

    /** From one place to the next. */
    int half() {
        return frequencies.length;
    }

    /** Makes the first {@code count} places usable. */
    void reach(int count) {
        if (count <= places) {
            return;
        }
        int more = Math.max(count, Math.max(256, 2 * places));
        cos = Arrays.copyOf(cos, Math.multiplyExact(more, half()));
        sin = Arrays.copyOf(sin, cos.length);
        for (int place = places; place < more; place++) {
            for (int pair = 0; pair < half(); pair++) {
                double angle = place * frequencies[pair];
                cos[place * half() + pair] = (float) (StrictMath.cos(angle) * magnitude);
                sin[place * half() + pair] = (float) (StrictMath.sin(angle) * magnitude);
            }
        }
        places = more;
    }
}
