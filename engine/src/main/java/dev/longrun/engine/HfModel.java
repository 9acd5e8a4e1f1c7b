package dev.longrun.engine;

import dev.longrun.model.Architecture;
import dev.longrun.model.Architecture.Norm;
import dev.longrun.model.HfNames;
import dev.longrun.model.TensorRole;
import dev.longrun.weights.SafetensorsFolder;
import dev.longrun.weights.StoredTensor;
import dev.longrun.weights.TensorType;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** An open model in a folder of Hugging Face layout, a run's checkpoint among them. */
final class HfModel implements OpenModel {

    private final SafetensorsFolder files;
    private final Architecture architecture;
    private final HfNames names;

    private HfModel(SafetensorsFolder files, Architecture architecture) {
        this.files = files;
        this.architecture = architecture;
        names = new HfNames(architecture.family());
    }

    static HfModel open(Path folder) {
        Architecture architecture = Architecture.read(folder.resolve("config.json"));
        return new HfModel(SafetensorsFolder.open(folder), architecture);
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public boolean fused() {
        return names.fused();
    }

    @Override
    public Matrix matrix(TensorRole role, int layer, int expert) {
        StoredTensor tensor = files.tensor(names.name(role, layer, expert) + ".weight");
        int rows = Math.toIntExact(tensor.shape().getFirst());
        int columns = Math.toIntExact(tensor.shape().getLast());
        if (!names.transposed(role)) {
            return new Matrix(tensor.type(), rows, columns, RowOrder.SAME, tensor.data());
        }
        return new Matrix(tensor.type(), columns, rows, RowOrder.SAME, turned(tensor, rows, columns));
    }

    /** A copy with the axes exchanged, in the file's own type. */
    private static MemorySegment turned(StoredTensor tensor, int rows, int columns) {
        float[] values = tensor.floats();
        float[] turned = new float[values.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = values[row * columns + column];
            }
        }
        TensorType type = tensor.type();
        byte[] bytes = new byte[Math.toIntExact(type.bytes(turned.length))];
        type.encode(turned, 0, turned.length, bytes, 0);
        return MemorySegment.ofArray(bytes);
    }

    @Override
    public float[] vector(TensorRole role, int layer, boolean bias) {
        float[] vector = files.tensor(names.name(role, layer, -1) + (bias ? ".bias" : ".weight")).floats();
        if (!bias && role.norm() && architecture.norms().kind() == Norm.RMS_PLUS_ONE) {
            for (int i = 0; i < vector.length; i++) {
                vector[i]++;
            }
        }
        return vector;
    }

    @Override
    public void close() {
        files.close();
    }
}
