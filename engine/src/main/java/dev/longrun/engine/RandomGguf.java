package dev.longrun.engine;

import dev.longrun.model.Architecture;
import dev.longrun.model.GgufModel;
import dev.longrun.model.GgufTensor;
import dev.longrun.model.TensorRole;
import dev.longrun.weights.Gguf;
import dev.longrun.weights.GgufValue;
import dev.longrun.weights.TensorSource;
import dev.longrun.weights.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Writes GGUF files of any shape with random numbers, for measuring and for checking against other engines: a seed and
 * a shape give the same bytes anywhere. Scales are such that logits vary by about 1.
 */
public final class RandomGguf {

    /** Numbers that are drawn once and repeated in a large tensor: drawing takes longer than anything else here. */
    private static final int DRAWN = 1 << 20;

    /** Gain of a norm behind a block, so that the embedding is heard beside many blocks. */
    private static final double POST = 0.15;

    private final Architecture model;
    private final TensorType type;
    private final SplittableRandom random;
    private final List<TensorSource> tensors = new ArrayList<>();

    private RandomGguf(Architecture model, TensorType type, long seed) {
        this.model = model;
        this.type = type;
        random = new SplittableRandom(seed);
    }

    /** Writes a model whose matrices are of {@code type}; norms, biases and routers are floats. */
    public static void write(Path file, Architecture model, TensorType type, long seed) {
        RandomGguf gguf = new RandomGguf(model, type, seed);
        gguf.fill();
        Map<String, GgufValue> metadata = new LinkedHashMap<>(GgufModel.metadata(model));
        metadata.put("general.name", GgufValue.of("random"));
        metadata.put("general.quantization_version", GgufValue.of(2));
        RandomVocabulary.put(metadata, model.vocabulary());
        Gguf.write(file, metadata, gguf.tensors);
    }

    private void fill() {
        GgufModel.ropeDivisors(model).ifPresent(tensors::add);
        for (GgufTensor tensor : GgufTensor.of(model)) {
            double mean = tensor.role().norm() ? gain(tensor.role()) : 0;
            if (tensor.bias()) {
                add(tensor, TensorType.F32, mean == 0 ? 0.2 : 0.1 * mean, 0);
            } else if (mean != 0) {
                add(tensor, TensorType.F32, 0.3 * mean, mean);
            } else {
                boolean small = tensor.role() == TensorRole.ROUTER || tensor.role() == TensorRole.POSITIONS;
                add(tensor, small ? TensorType.F32 : type, scale(tensor), 0);
            }
        }
    }

    /** The mean gain of a norm. */
    private double gain(TensorRole role) {
        return switch (role) {
            case ATTENTION_POST_NORM, FEED_FORWARD_POST_NORM -> POST;
            case FINAL_NORM -> 1 / (Math.sqrt(model.width()) * model.logitScale()
                * (model.tiedHead() ? 0.5 / model.embeddingScale() : 1 / Math.sqrt(model.width())));
            default -> 1;
        };
    }

    /** The deviation of a matrix. */
    private double scale(GgufTensor tensor) {
        return switch (tensor.role()) {
            case EMBEDDING -> 0.5 / model.embeddingScale();
            case POSITIONS -> 0.5;
            case ROUTER -> 2 / Math.sqrt(model.width());
            default -> 1 / Math.sqrt(tensor.shape().getLast());
        };
    }

    private void add(GgufTensor tensor, TensorType type, double scale, double mean) {
        long size = tensor.shape().stream().reduce(1L, Math::multiplyExact);
        SplittableRandom own = random.split();
        tensors.add(new TensorSource(tensor.name(), type, tensor.shape(),
            channel -> body(channel, type, scale, mean, size, own)));
    }

    /** Uniform numbers about {@code mean}, of deviation {@code scale}. */
    private static void body(WritableByteChannel channel, TensorType type, double scale, double mean, long values,
        SplittableRandom random) throws IOException {
        float[] drawn = new float[(int) Math.min(DRAWN, values)];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = (float) (mean + scale * Math.sqrt(12) * (random.nextDouble() - 0.5));
        }
        byte[] packed = new byte[(int) type.bytes(drawn.length)];
        type.encode(drawn, 0, drawn.length, packed, 0);
        for (long done = 0; done < values; done += drawn.length) {
            ByteBuffer bytes = ByteBuffer.wrap(packed, 0, (int) type.bytes(Math.min(drawn.length, values - done)));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
