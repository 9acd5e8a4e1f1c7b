package dev.longrun.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sketches seen so far, found again by their bands: two documents that share four runs in five agree in one of 8
 * bands of 8 hashes with a probability of 77 %, those that share half in 3 % of cases, which the whole sketch then
 * refuses. About 400 bytes of memory a document.
 */
final class Resemblance {

    /** Documents that share so many of their runs of words say the same. */
    private static final double ALIKE = 0.8;
    private static final int BANDS = 8;
    private static final int ROWS = Sketch.FUNCTIONS / BANDS;

    private final List<Map<Integer, List<Sketch>>> bands = new ArrayList<>();

    Resemblance() {
        for (int band = 0; band < BANDS; band++) {
            bands.add(new HashMap<>());
        }
    }

    /** Whether one much like it was seen before. */
    boolean seen(Sketch sketch) {
        for (int band = 0; band < BANDS && sketch.least().length > 0; band++) {
            for (Sketch other : bands.get(band).getOrDefault(key(sketch, band), List.of())) {
                if (sketch.likeness(other) >= ALIKE) {
                    return true;
                }
            }
        }
        return false;
    }

    void add(Sketch sketch) {
        for (int band = 0; band < BANDS && sketch.least().length > 0; band++) {
            bands.get(band).computeIfAbsent(key(sketch, band), _ -> new ArrayList<>(1)).add(sketch);
        }
    }

    private static int key(Sketch sketch, int band) {
        return Arrays.hashCode(Arrays.copyOfRange(sketch.least(), band * ROWS, (band + 1) * ROWS));
    }
}
