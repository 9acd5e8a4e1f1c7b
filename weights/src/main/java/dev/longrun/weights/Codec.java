package dev.longrun.weights;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One way of packing values: blocks of a fixed count of values in a fixed count of bytes, little-endian. Layouts and
 * formulas are those of ggml (ggml-common.h, ggml-quants.c, the functions that end in {@code _ref}), whose order of
 * operations is kept, so that a packed tensor has the same bytes.
 */
interface Codec {

    VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Unpacks one block. */
    void decode(byte[] block, int at, float[] into, int to);

    /** Packs one block; all bytes of it are written. */
    void encode(float[] values, int from, byte[] into, int to);

    static float half(byte[] bytes, int at) {
        return Float.float16ToFloat((short) SHORT.get(bytes, at));
    }

    static void half(byte[] bytes, int at, float value) {
        SHORT.set(bytes, at, Float.floatToFloat16(value));
    }
}
