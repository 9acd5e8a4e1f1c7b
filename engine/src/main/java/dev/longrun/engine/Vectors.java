package dev.longrun.engine;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** Vectors of the width that this machine prefers, a weight row a lane. The only shape that this room uses. */
final class Vectors {

    static final VectorSpecies<Float> SPECIES = species();
    static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);

    /** Lanes of a vector: 16, 8 or 4. */
    static final int WIDTH = SPECIES.length();

    /** Rows that the kernels take at once: four vectors, so that a sum need not wait for the one before it. */
    static final int PANEL = 4 * WIDTH;

    /** Of an f16 in the upper half of an int, moved down by 3: its sign, and exponent and fraction in f32's place. */
    private static final int HALF = 0x8FFF_E000;

    /** The two exponents' biases apart: 127 - 15. */
    private static final float REBIAS = 0x1p112f;

    private Vectors() {
    }

    private static VectorSpecies<Float> species() {
        VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
        return preferred.length() > 16 ? FloatVector.SPECIES_512
            : preferred.length() < 4 ? FloatVector.SPECIES_128 : preferred;
    }

    static IntVector ints(MemorySegment from, long at) {
        return IntVector.fromMemorySegment(INTS, from, at, ByteOrder.LITTLE_ENDIAN);
    }

    static FloatVector floats(float[] from, int at) {
        return FloatVector.fromArray(SPECIES, from, at);
    }

    static FloatVector all(float value) {
        return FloatVector.broadcast(SPECIES, value);
    }

    /** The bits of {@code mask} in each lane, as a number. */
    static FloatVector field(IntVector x, int mask) {
        return number(x.and(mask));
    }

    static FloatVector number(IntVector x) {
        return (FloatVector) x.convert(I2F, 0);
    }

    /** The bf16 in the lower half of each lane. */
    static FloatVector up(IntVector x) {
        return x.lanewise(LSHL, 16).reinterpretAsFloats();
    }

    /** Signed byte number {@code byteNumber} of each lane. */
    static FloatVector signedByte(IntVector x, int byteNumber) {
        return (FloatVector) x.lanewise(LSHL, 24 - 8 * byteNumber).lanewise(ASHR, 24).convert(I2F, 0);
    }

    /** The finite f16 in the lower half of each lane. */
    static FloatVector lowHalf(IntVector x) {
        return highHalf(x.lanewise(LSHL, 16));
    }

    /** The finite f16 in the upper half of each lane. */
    static FloatVector highHalf(IntVector x) {
        return x.lanewise(ASHR, 3).and(HALF).reinterpretAsFloats().mul(REBIAS);
    }

    static IntVector down(IntVector x, int bits) {
        return x.lanewise(LSHR, bits);
    }
}
