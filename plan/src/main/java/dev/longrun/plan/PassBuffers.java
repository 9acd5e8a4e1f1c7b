package dev.longrun.plan;

import dev.longrun.run.ModelShape;
import dev.longrun.run.ModelShape.Activation;
import java.util.List;

/**
 * Float32 buffers of a training pass, a token each, as the model keeps them: what the forward pass leaves behind in
 * every layer for the backward, and what the backward uses over and over.
 */
final class PassBuffers {
    /** Logits are made for so many tokens at a time. */
    private static final long LOGITS_CHUNK = 256;

    /** A buffer of {@code width} floats a token, {@code count} of them. */
    record Buffer(String name, long width, int count) {
    }

    private PassBuffers() {
    }

    static List<Buffer> of(ModelShape shape) {
        int layers = shape.layers();
        long width = shape.width();
        long queries = (long) shape.heads() * shape.headWidth();
        long keys = (long) shape.kvHeads() * shape.headWidth();
        int gates = shape.activation() == Activation.SWIGLU ? 2 : 1;
        return List.of(
            new Buffer("residual before attention [BT, width]", width, layers + 1),
            new Buffer("normed for attention [BT, width]", width, layers),
            new Buffer("query, key, value [BT, heads x head width]", queries + 2 * keys, layers),
            new Buffer("attention out [BT, heads x head width]", queries, layers),
            new Buffer("largest score and sum [BT, heads]", shape.heads(), layers),
            new Buffer("residual before feed-forward [BT, width]", width, layers),
            new Buffer("normed for feed-forward [BT, width]", width, layers),
            new Buffer("gate and up [BT, feed-forward width]", gates * (long) shape.ffnWidth(), layers),
            new Buffer("feed-forward product [BT, feed-forward width]", shape.ffnWidth(), layers),
            new Buffer("root mean squares [BT]", 2, layers),
            new Buffer("gradients of the residual and norm [BT, width]", 3 * width, 1),
            new Buffer("gradients of query, key, value, out", 2 * queries + 2 * keys, 1),
            new Buffer("gradients of gate, up, product", (gates + 1) * (long) shape.ffnWidth(), 1));
    }

    static long activationBytes(ModelShape shape, long tokens) {
        return 4 * tokens * of(shape).stream().mapToLong(each -> each.width() * each.count()).sum();
    }

    static long logitsTokens(long tokens) {
        return Math.min(tokens, LOGITS_CHUNK);
    }

    static long logitsBytes(ModelShape shape, long tokens) {
        return 4 * logitsTokens(tokens) * shape.vocabulary();
    }
}
