package dev.longrun.engine;

import dev.longrun.model.Architecture;
import java.util.ArrayList;
import java.util.List;

/**
 * A sequence of tokens with its keys and values, in f32, in pages of {@link #PAGE} places that are taken as they are
 * needed. Any number of sequences can be fed at once ({@link Engine#feed}).
 */
public final class Sequence {

    /** Places of a page. */
    static final int PAGE = 128;

    /**
     * Keys and values of some places in one layer, G key-value heads of width h.
     *
     * @param keys [G, h, PAGE], turned for the product
     * @param values [G, PAGE, h]
     */
    record Page(float[] keys, float[] values) {
    }

    private final Architecture model;
    private final List<Page[]> pages = new ArrayList<>();
    private final int capacity;
    private int position;

    Sequence(Architecture model, int capacity) {
        this.model = model;
        this.capacity = capacity;
    }

    /** Tokens read so far. */
    public int position() {
        return position;
    }

    /** Tokens that it can have. */
    public int capacity() {
        return capacity;
    }

    /** Forgets all tokens from {@code position} on; what was read before stays. */
    public void rewind(int position) {
        if (position < 0 || position > this.position) {
            throw new IllegalArgumentException("to token " + position + " of " + this.position);
        }
        this.position = position;
    }

    void advance(int count) {
        position += count;
    }

    /** Takes the pages for the first {@code count} places. */
    void reach(int count) {
        int size = Math.multiplyExact(model.heads().kv() * model.heads().width(), PAGE);
        while (pages.size() * PAGE < count) {
            Page[] layers = new Page[model.layers()];
            for (int i = 0; i < layers.length; i++) {
                layers[i] = new Page(new float[size], new float[size]);
            }
            pages.add(layers);
        }
    }

    Page page(int layer, int place) {
        return pages.get(place / PAGE)[layer];
    }
}
