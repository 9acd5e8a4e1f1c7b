package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The fields of one protobuf message, read one after another; every length is checked. */
final class Proto {

    private static final int VARINT = 0;
    private static final int LONG = 1;
    private static final int BYTES = 2;
    private static final int INT = 5;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int field;
    private int wire;
    private long number;
    private int from;

    Proto(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Proto(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    /** Goes to the next field; false at the end. */
    boolean next() {
        if (at == end) {
            return false;
        }
        long key = varint();
        field = (int) Math.min(key >>> 3, Integer.MAX_VALUE);
        wire = (int) key & 7;
        switch (wire) {
            case VARINT -> number = varint();
            case LONG -> number = fixed(8);
            case INT -> number = fixed(4);
            case BYTES -> {
                long length = varint();
                expect(length >= 0 && length <= end - at, "field %s says %s bytes, %s are left", field, length,
                    end - at);
                from = at;
                at += (int) length;
            }
            default -> throw new TokenizerException("no protobuf: field " + field + " is of kind " + wire);
        }
        return true;
    }

    int field() {
        return field;
    }

    int integer() {
        is(VARINT);
        return (int) number;
    }

    boolean bool() {
        is(VARINT);
        return number != 0;
    }

    float single() {
        is(INT);
        return Float.intBitsToFloat((int) number);
    }

    byte[] bytes() {
        is(BYTES);
        return Arrays.copyOfRange(bytes, from, at);
    }

    String text() {
        is(BYTES);
        expect(Utf8.valid(bytes, from, at), "field %s is not UTF-8", field);
        return new String(bytes, from, at - from, StandardCharsets.UTF_8);
    }

    Proto message() {
        is(BYTES);
        return new Proto(bytes, from, at);
    }

    private void is(int kind) {
        expect(wire == kind, "field %s is of kind %s, not %s", field, wire, kind);
    }

    private long fixed(int length) {
        expect(length <= end - at, "it ends too early");
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (bytes[at++] & 0xFFL) << 8 * i;
        }
        return value;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            expect(at < end, "it ends too early");
            byte b = bytes[at++];
            value |= (b & 0x7FL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new TokenizerException("no protobuf: a number without end");
    }
}
