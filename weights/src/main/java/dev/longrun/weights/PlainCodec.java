package dev.longrun.weights;

/** Values that stand by themselves. Narrowing rounds to the nearest, ties to even. */
enum PlainCodec implements Codec {

    F32 {
        @Override
        public void decode(byte[] block, int at, float[] into, int to) {
            into[to] = Float.intBitsToFloat((int) INT.get(block, at));
        }

        @Override
        public void encode(float[] values, int from, byte[] into, int to) {
            INT.set(into, to, Float.floatToRawIntBits(values[from]));
        }
    },

    F16 {
        @Override
        public void decode(byte[] block, int at, float[] into, int to) {
            into[to] = Codec.half(block, at);
        }

        @Override
        public void encode(float[] values, int from, byte[] into, int to) {
            Codec.half(into, to, values[from]);
        }
    },

    BF16 {
        @Override
        public void decode(byte[] block, int at, float[] into, int to) {
            into[to] = Float.intBitsToFloat((short) SHORT.get(block, at) << 16);
        }

        @Override
        public void encode(float[] values, int from, byte[] into, int to) {
            int bits = Float.floatToRawIntBits(values[from]);
            boolean nan = (bits & 0x7fffffff) > 0x7f800000;
            // A NaN stays one: rounding could carry it into infinity.
            SHORT.set(into, to, (short) (nan ? bits >>> 16 | 64 : bits + 0x7fff + (bits >>> 16 & 1) >>> 16));
        }
    };
}
