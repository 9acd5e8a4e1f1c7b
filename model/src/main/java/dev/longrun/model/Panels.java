package dev.longrun.model;

/**
 * A matrix [out, in] turned to [in, out] and cut into panels of {@link #WIDTH} outputs, each [in, its width], so that
 * the product of a single row reads it in the order in which it lies: a row of all outputs at once would jump from page
 * to page. The bits of a product do not depend on the form.
 */
record Panels(float[] values, int in, int out) {

    static final int WIDTH = 32;

    static Panels of(float[] values, int at, int out, int in) {
        float[] panels = new float[out * in];
        for (int first = 0; first < out; first += WIDTH) {
            int width = Math.min(WIDTH, out - first);
            for (int i = 0; i < in; i++) {
                for (int j = 0; j < width; j++) {
                    panels[first * in + i * width + j] = values[at + (first + j) * in + i];
                }
            }
        }
        return new Panels(panels, in, out);
    }

    int count() {
        return (out + WIDTH - 1) / WIDTH;
    }
}
