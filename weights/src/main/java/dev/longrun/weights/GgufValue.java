package dev.longrun.weights;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A value of GGUF's metadata. */
public sealed interface GgufValue {

    /** How the file stores it. */
    GgufType type();

    /** An unsigned 32-bit number, which most of GGUF's whole numbers are. */
    static GgufValue of(long value) {
        return new Whole(GgufType.U32, value);
    }

    /** A 32-bit float. */
    static GgufValue of(double value) {
        return new Real(GgufType.F32, value);
    }

    /** A flag. */
    static GgufValue of(boolean value) {
        return new Flag(value);
    }

    /** A string. */
    static GgufValue of(String value) {
        return new Text(value);
    }

    /** A list of strings. */
    static GgufValue ofTexts(List<String> values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String value : values) {
            byte[] text = value.getBytes(StandardCharsets.UTF_8);
            bytes.writeBytes(little(Long.BYTES).putLong(text.length).array());
            bytes.writeBytes(text);
        }
        return new Array(GgufType.STRING, values.size(), MemorySegment.ofArray(bytes.toByteArray()));
    }

    /** A list of 32-bit floats. */
    static GgufValue ofFloats(List<Double> values) {
        ByteBuffer bytes = little(Float.BYTES * values.size());
        values.forEach(value -> bytes.putFloat(value.floatValue()));
        return new Array(GgufType.F32, values.size(), MemorySegment.ofArray(bytes.array()));
    }

    /** A list of signed 32-bit numbers. */
    static GgufValue ofWholes(List<Long> values) {
        ByteBuffer bytes = little(Integer.BYTES * values.size());
        values.forEach(value -> bytes.putInt(Math.toIntExact(value)));
        return new Array(GgufType.I32, values.size(), MemorySegment.ofArray(bytes.array()));
    }

    /** A list of flags. */
    static GgufValue ofFlags(List<Boolean> values) {
        byte[] bytes = new byte[values.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (values.get(i) ? 1 : 0);
        }
        return new Array(GgufType.BOOL, bytes.length, MemorySegment.ofArray(bytes));
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A whole number.
     *
     * @param type one of the eight whole types
     * @param value a U64 above {@link Long#MAX_VALUE} is negative
     */
    record Whole(GgufType type, long value) implements GgufValue {
    }

    /**
     * A floating-point number.
     *
     * @param type F32 or F64
     * @param value the number
     */
    record Real(GgufType type, double value) implements GgufValue {
    }

    /**
     * True or false.
     *
     * @param value which
     */
    record Flag(boolean value) implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.BOOL;
        }
    }

    /**
     * A string.
     *
     * @param value the string
     */
    record Text(String value) implements GgufValue {
        @Override
        public GgufType type() {
            return GgufType.STRING;
        }
    }

    /**
     * A list, left packed until it is asked for: a vocabulary is large, and a hostile one is larger.
     *
     * @param elements type of each element; a list of lists stays packed
     * @param length elements
     * @param bytes the elements as the file has them, valid while the file is open
     */
    record Array(GgufType elements, long length, MemorySegment bytes) implements GgufValue {

        @Override
        public GgufType type() {
            return GgufType.ARRAY;
        }

        /** The elements, if they are strings; none otherwise. */
        public List<String> texts() {
            List<String> texts = new ArrayList<>();
            if (elements == GgufType.STRING) {
                GgufReader reader = new GgufReader(bytes);
                for (long i = 0; i < length; i++) {
                    texts.add(reader.text());
                }
            }
            return texts;
        }

        /** The elements, if they are numbers or flags; none otherwise. */
        public double[] numbers() {
            if (elements == GgufType.STRING || elements == GgufType.ARRAY) {
                return new double[0];
            }
            GgufReader reader = new GgufReader(bytes);
            double[] numbers = new double[Math.toIntExact(length)];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = switch (reader.value(elements)) {
                    case Whole whole -> whole.value();
                    case Real real -> real.value();
                    case Flag flag -> flag.value() ? 1 : 0;
                    case Text _, Array _ -> Double.NaN;
                };
            }
            return numbers;
        }
    }
}
