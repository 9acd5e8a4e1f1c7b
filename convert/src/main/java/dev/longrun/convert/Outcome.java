package dev.longrun.convert;

import dev.longrun.page.Words;
import dev.longrun.weights.StoredTensor;
import dev.longrun.weights.TensorType;
import dev.longrun.weights.WeightsException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * What a conversion made.
 *
 * @param made the files, or the folder
 * @param bytes of all of them
 * @param errors by type of tensor, what storing it so lost at most
 */
public record Outcome(List<Path> made, long bytes, Map<TensorType, Error> errors) {

    private static final int CHUNK_BYTES = 1 << 22;

    /**
     * What storing tensors in one type lost.
     *
     * @param tensors how many
     * @param worst the largest root of mean squared error by root of mean square
     * @param tensor whose it is
     */
    public record Error(int tensors, double worst, String tensor) {

        Error and(Error other) {
            return new Error(tensors + other.tensors, Math.max(worst, other.worst),
                other.worst > worst ? other.tensor : tensor);
        }
    }

    /**
     * Reads a written tensor again and compares it with what was to be written, its error with what its type allows.
     *
     * @throws WeightsException if either is not right
     */
    static void compare(StoredTensor stored, Packing packing, Conversion.Pace pace) {
        CRC32C checksum = new CRC32C();
        for (long at = 0; at < stored.data().byteSize(); at += CHUNK_BYTES) {
            ByteBuffer chunk = stored.data().asSlice(at, Math.min(CHUNK_BYTES, stored.data().byteSize() - at))
                .asByteBuffer();
            pace.done(chunk.remaining());
            checksum.update(chunk);
        }
        if (checksum.getValue() != packing.checksum()) {
            throw new WeightsException("tensor " + packing.name() + ": the disk does not give back what was written");
        }
        double error = packing.relativeError();
        if (!(error <= bound(packing.type()))) {
            throw new WeightsException("tensor " + packing.name() + ": " + packing.type() + " would be off by "
                + Words.plain(100 * error) + " % of its size; at most " + Words.plain(100 * bound(packing.type()))
                + " % is right, so the values are beyond what the type can hold");
        }
    }

    /** A few times what normally distributed values lose. */
    private static double bound(TensorType type) {
        return switch (type) {
            case F32 -> 0;
            case F16, BF16 -> 0.01;
            case Q8_0 -> 0.05;
            case Q6_K, Q5_K, Q5_0, Q5_1 -> 0.2;
            default -> 0.5;
        };
    }

    /** What was made and how true it is, in words. */
    public String text() {
        StringBuilder text = new StringBuilder("wrote " + made.getFirst() + (made.size() > 1 ? " and "
            + (made.size() - 1) + " more parts" : "") + ", " + Words.bytes(bytes) + "\n");
        errors.forEach((type, error) -> text.append("  ").append(error.tensors()).append(error.tensors() == 1
            ? " tensor " : " tensors ").append("as ").append(type).append(error.worst() == 0 ? ": every bit kept"
                : ": off by " + Words.plain(100 * error.worst()) + " % of their size at most (" + error.tensor() + ")")
            .append('\n'));
        return text.append("read again: as written\n").toString();
    }
}
