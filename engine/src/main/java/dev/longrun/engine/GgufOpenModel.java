package dev.longrun.engine;

import dev.longrun.model.Architecture;
import dev.longrun.model.GgufModel;
import dev.longrun.model.GgufTensor;
import dev.longrun.model.ModelException;
import dev.longrun.model.TensorRole;
import dev.longrun.weights.GgufFile;
import dev.longrun.weights.StoredTensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** An open model in a GGUF file. */
final class GgufOpenModel implements OpenModel {

    private record Place(TensorRole role, int layer, boolean bias) {
    }

    private final GgufFile file;
    private final Architecture architecture;
    private final Map<Place, GgufTensor> tensors = new HashMap<>();

    private GgufOpenModel(GgufFile file) {
        this.file = file;
        architecture = GgufModel.architecture(file);
        for (GgufTensor tensor : GgufTensor.of(architecture)) {
            tensors.put(new Place(tensor.role(), tensor.layer(), tensor.bias()), tensor);
        }
    }

    static GgufOpenModel open(Path path) {
        GgufFile file = GgufFile.open(path);
        try {
            return new GgufOpenModel(file);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public boolean fused() {
        return tensors.containsKey(new Place(TensorRole.QUERY_KEY_VALUE, 0, false));
    }

    @Override
    public Matrix matrix(TensorRole role, int layer, int expert) {
        GgufTensor wanted = tensors.get(new Place(role, layer, false));
        StoredTensor tensor = file.tensor(wanted.name());
        if (!tensor.shape().equals(wanted.shape())) {
            throw new ModelException(tensor.name() + " has shape " + tensor.shape() + ", expected " + wanted.shape());
        }
        int axes = tensor.shape().size();
        int rows = Math.toIntExact(tensor.shape().get(axes - 2));
        RowOrder order = expert >= 0 ? RowOrder.from((long) expert * rows)
            : wanted.change() == GgufTensor.Change.INTERLEAVE ? RowOrder.pairs(architecture.heads().width())
            : RowOrder.SAME;
        return new Matrix(tensor.type(), rows, Math.toIntExact(tensor.shape().get(axes - 1)), order, tensor.data());
    }

    @Override
    public float[] vector(TensorRole role, int layer, boolean bias) {
        return file.tensor(tensors.get(new Place(role, layer, bias)).name()).floats();
    }

    @Override
    public void close() {
        file.close();
    }
}
