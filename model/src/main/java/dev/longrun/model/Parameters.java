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

    /** All zeros, for the tensors of a model one after another; refuses one that one array cannot hold. */
    static Parameters of(Architecture model) {
        TensorList tensors = new TensorList(model);
        if (tensors.elements() > MOST) {
            throw new ModelException("model: " + tensors.elements() + " parameters; one process holds at most "
                + MOST);
        }
        HfFamily family = HfFamily.of(model.family());
        List<Parameter> list = new ArrayList<>();
        int at = 0;
        for (TensorList.Tensor each : tensors.list()) {
            int size = 1;
            for (int axis : each.shape()) {
                size *= axis;
            }
            list.add(new Parameter(name(family, each), each.role(), each.layer(), each.expert(), each.bias(),
                each.shape(), at, size, !each.bias() && family.transposed(each.role())));
            at += size;
        }
        return new Parameters(new float[at], List.copyOf(list));
    }

    private static String name(HfFamily family, TensorList.Tensor tensor) {
        return family.name(tensor.role()).replace("#", Integer.toString(tensor.layer()))
            .replace("@", Integer.toString(tensor.expert())) + (tensor.bias() ? ".bias" : ".weight");
    }
}
