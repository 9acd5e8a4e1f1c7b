package dev.longrun.weights;

import java.util.Optional;

/** Types of GGUF's metadata; the ordinal is the file's number. */
public enum GgufType {
    U8(1), I8(1), U16(2), I16(2), U32(4), I32(4), F32(4), BOOL(1), STRING(8), ARRAY(12), U64(8), I64(8), F64(8);

    private final int bytes;

    GgufType(int bytes) {
        this.bytes = bytes;
    }

    static Optional<GgufType> of(int number) {
        return number < 0 || number >= values().length ? Optional.empty() : Optional.of(values()[number]);
    }

    /** Bytes of a value; of strings and arrays the fewest. */
    int bytes() {
        return bytes;
    }

    boolean whole() {
        return switch (this) {
            case U8, I8, U16, I16, U32, I32, U64, I64 -> true;
            case F32, BOOL, STRING, ARRAY, F64 -> false;
        };
    }

    boolean real() {
        return this == F32 || this == F64;
    }
}
