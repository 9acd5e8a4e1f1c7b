package dev.longrun.convert;

import dev.longrun.weights.TensorSource;
import dev.longrun.weights.TensorType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * A tensor on its way into a file: read, changed and packed a few rows at a time, with a checksum of its bytes and the
 * error that packing made.
 */
final class Packing {

    private static final int CHUNK_VALUES = 1 << 20;
    private static final int PIECES = 16;

    private final String name;
    private final TensorType type;
    private final List<Long> shape;
    private final Change change;
    private final CRC32C checksum = new CRC32C();
    private double squares;
    private double errors;

    Packing(String name, TensorType type, List<Long> shape, Change change) {
        this.name = name;
        this.type = type;
        this.shape = shape;
        this.change = change;
    }

    String name() {
        return name;
    }

    TensorType type() {
        return type;
    }

    /** Of the bytes that were written. */
    long checksum() {
        return checksum.getValue();
    }

    /** Root of the mean squared error by that of the mean square; 0 if nothing was lost. */
    double relativeError() {
        return errors == 0 ? 0 : Math.sqrt(errors / squares);
    }

    TensorSource source(Conversion.Pace pace) {
        pace.expect(type.bytes(change.rows * change.width));
        return new TensorSource(name, type, shape, channel -> write(channel, pace));
    }

    private void write(WritableByteChannel channel, Conversion.Pace pace) throws IOException {
        if (change.width == 0 || change.rows == 0) {
            return;
        }
        int most = (int) Math.clamp(CHUNK_VALUES / change.width, 1, change.rows);
        float[] values = new float[most * change.width];
        byte[] packed = new byte[(int) type.bytes(values.length)];
        for (long row = 0; row < change.rows; row += most) {
            int count = (int) Math.min(most, change.rows - row) * change.width;
            change.read(row, count / change.width, values);
            pack(values, count, packed);
            int bytes = (int) type.bytes(count);
            checksum.update(packed, 0, bytes);
            ByteBuffer buffer = ByteBuffer.wrap(packed, 0, bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            pace.done(bytes);
        }
    }

    /** In fixed pieces, so that the error's sum does not depend on the threads. */
    private void pack(float[] values, int count, byte[] packed) {
        int blocks = count / type.blockValues();
        int piece = Math.max(1, (blocks + PIECES - 1) / PIECES);
        double[][] sums = IntStream.range(0, (blocks + piece - 1) / piece).parallel().mapToObj(index -> {
            int from = index * piece * type.blockValues();
            int some = Math.min(piece, blocks - index * piece) * type.blockValues();
            int to = (int) type.bytes(from);
            type.encode(values, from, some, packed, to);
            return type == TensorType.F32 ? new double[2] : error(values, from, some, packed, to);
        }).toArray(double[][]::new);
        for (double[] sum : sums) {
            squares += sum[0];
            errors += sum[1];
        }
    }

    private double[] error(float[] values, int from, int count, byte[] packed, int at) {
        float[] back = new float[count];
        type.decode(MemorySegment.ofArray(packed).asSlice(at, type.bytes(count)), 0, back, 0, count);
        double square = 0;
        double error = 0;
        for (int i = 0; i < count; i++) {
            double difference = back[i] - (double) values[from + i];
            square += (double) values[from + i] * values[from + i];
            error += difference * difference;
        }
        return new double[] {square, error};
    }
}
