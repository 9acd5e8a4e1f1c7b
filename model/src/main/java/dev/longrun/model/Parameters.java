package dev.longrun.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All numbers of a model in one flat array, with the table of the named tensors in it, one after another without gaps.
 * Gradients and optimiser states are arrays of the same layout.
 */
public final class Parameters {

    /** The longest array that every JVM gives. */
    private static final long MOST = Integer.MAX_VALUE - 8L;

    private final float[] values;
    private final List<Parameter> list;

    private Parameters(float[] values, List<Parameter> list) {
        this.values = values;
        this.list = list;
    }

    /** The numbers themselves, not a copy. */
    public float[] values() {
        return values;
    }

    /** The tensors in the order in which they lie in {@link #values()}. */
    public List<Parameter> list() {
        return list;
    }

    /** All elements. */
    public int size() {
        return values.length;
    }

    /** The tensor of this name. */
    public Optional<Parameter> named(String name) {
        return list.stream().filter(parameter -> parameter.name().equals(name)).findFirst();
    }

    /** Lays tensors one after another. */
    static final class Builder {

        private final List<Parameter> list = new ArrayList<>();
        private int size;

        /** Adds a tensor and returns where it starts. */
        int add(String name, int... shape) {
            long elements = 1;
            for (int axis : shape) {
                elements *= axis;
            }
            int at = size;
            list.add(new Parameter(name, shape, at, (int) elements, shape.length > 1));
            size = (int) (size + elements);
            return at;
        }

        Parameters build() {
            return new Parameters(new float[size], List.copyOf(list));
        }
    }

    /** Refuses a model that one array cannot hold. */
    static void requireFits(ModelConfig config) {
        if (config.parameters() > MOST) {
            throw new ModelException("model: " + config.parameters() + " parameters; one process holds at most "
                + MOST);
        }
    }
}
