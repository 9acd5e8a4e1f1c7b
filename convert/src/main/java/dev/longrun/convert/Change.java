package dev.longrun.convert;

import dev.longrun.model.GgufTensor;
import dev.longrun.weights.StoredTensor;
import java.util.List;

/**
 * A tensor of one world as rows of the other, read as they are needed. Rows of stacked experts follow one another.
 */
abstract sealed class Change {

    /** A tensor's shape as rows: one for a vector. */
    final int width;
    final long rows;

    private Change(List<Long> shape) {
        width = Math.toIntExact(shape.getLast());
        rows = shape.stream().reduce(1L, Math::multiplyExact) / Math.max(1, width);
    }

    /** Reads {@code count} rows from the {@code first} on. */
    abstract void read(long first, int count, float[] into);

    /** The tensor of GGUF, made of Hugging Face's parts. */
    static Change toGguf(GgufTensor tensor, List<StoredTensor> parts) {
        return tensor.change() == GgufTensor.Change.TRANSPOSE ? new Turned(tensor.shape(), parts.getFirst())
            : new Rows(tensor.shape(), tensor, parts, 0, true);
    }

    /** One of Hugging Face's parts, made of GGUF's tensor. */
    static Change toPart(GgufTensor tensor, StoredTensor stored, int part) {
        return tensor.change() == GgufTensor.Change.TRANSPOSE ? new Turned(tensor.partShape(), stored)
            : new Rows(tensor.partShape(), tensor, List.of(stored), part, false);
    }

    /** Rows that keep their numbers, up to one that is added, but may change places. */
    private static final class Rows extends Change {

        private final GgufTensor tensor;
        private final List<StoredTensor> from;
        private final long partRows;
        private final long begin;
        private final boolean forward;

        private Rows(List<Long> shape, GgufTensor tensor, List<StoredTensor> from, int part, boolean forward) {
            super(shape);
            this.tensor = tensor;
            this.from = from;
            this.forward = forward;
            partRows = tensor.partShape().stream().reduce(1L, Math::multiplyExact) / Math.max(1, width);
            begin = part * partRows;
        }

        @Override
        void read(long first, int count, float[] into) {
            for (int done = 0; done < count;) {
                long row = begin + first + done;
                int some = tensor.change() == GgufTensor.Change.INTERLEAVE ? 1
                    : (int) Math.min(count - done, forward ? partRows - row % partRows : count - done);
                StoredTensor source = from.get(forward ? (int) (row / partRows) : 0);
                long at = source(forward ? row % partRows : row);
                source.read(at * width, into, done * width, some * width);
                done += some;
            }
            if (tensor.change() == GgufTensor.Change.PLUS_ONE) {
                for (int i = 0; i < count * width; i++) {
                    into[i] += forward ? 1 : -1;
                }
            }
        }

        private long source(long row) {
            if (tensor.change() != GgufTensor.Change.INTERLEAVE) {
                return row;
            }
            long head = partRows / tensor.heads();
            long at = row % head;
            long half = head / 2;
            return row - at + (forward ? at % 2 * half + at / 2 : at < half ? 2 * at : 2 * (at - half) + 1);
        }
    }

    /** Columns as rows; GPT-2's matrices are small enough to be held at once. */
    private static final class Turned extends Change {

        private final StoredTensor from;
        private float[] all = new float[0];

        private Turned(List<Long> shape, StoredTensor from) {
            super(shape);
            this.from = from;
        }

        @Override
        void read(long first, int count, float[] into) {
            if (all.length == 0) {
                all = from.floats();
            }
            for (int row = 0; row < count; row++) {
                for (int column = 0; column < width; column++) {
                    into[row * width + column] = all[(int) (column * rows + first + row)];
                }
            }
            if (first + count == rows) {
                all = new float[0];
            }
        }
    }
}
