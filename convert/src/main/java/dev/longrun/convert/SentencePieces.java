package dev.longrun.convert;

import dev.longrun.weights.WeightsException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The pieces of a SentencePiece {@code tokenizer.model}: a protocol buffer whose field 1, repeated, is a piece of text
 * (1), f32 score (2) and type (3); google/sentencepiece, sentencepiece_model.proto. Other fields are not looked at.
 */
final class SentencePieces {

    /**
     * A piece.
     *
     * @param type 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte, as in GGUF
     */
    record Piece(String text, double score, int type) {
    }

    private final ByteBuffer bytes;

    private SentencePieces(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The pieces, in the order of their numbers; throws {@link WeightsException} in one line without a file's name. */
    static List<Piece> read(byte[] file) {
        SentencePieces all = new SentencePieces(ByteBuffer.wrap(file));
        List<Piece> pieces = new ArrayList<>();
        while (all.bytes.hasRemaining()) {
            int key = (int) all.varint();
            if (key == (1 << 3 | 2)) {
                pieces.add(new SentencePieces(all.inside()).piece());
            } else {
                all.skip(key & 7);
            }
        }
        WeightsException.require(!pieces.isEmpty(), "no pieces in it: not a SentencePiece model");
        return pieces;
    }

    private Piece piece() {
        String text = "";
        double score = 0;
        int type = 1;
        while (bytes.hasRemaining()) {
            int key = (int) varint();
            switch (key) {
                case 1 << 3 | 2 -> {
                    ByteBuffer inside = inside();
                    byte[] utf8 = new byte[inside.remaining()];
                    inside.get(utf8);
                    text = new String(utf8, StandardCharsets.UTF_8);
                }
                case 2 << 3 | 5 -> {
                    need(Float.BYTES);
                    score = bytes.getFloat();
                }
                case 3 << 3 -> type = (int) varint();
                default -> skip(key & 7);
            }
        }
        return new Piece(text, score, type);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            need(1);
            byte next = bytes.get();
            value |= (next & 127L) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new WeightsException("a number without end at byte " + bytes.position());
    }

    private ByteBuffer inside() {
        long length = varint();
        WeightsException.require(length >= 0 && length <= bytes.remaining(), "cut short at byte " + bytes.position());
        ByteBuffer inside = bytes.slice(bytes.position(), (int) length);
        bytes.position(bytes.position() + (int) length);
        return inside;
    }

    private void skip(int wire) {
        switch (wire) {
            case 0 -> varint();
            case 1 -> skipBytes(Long.BYTES);
            case 2 -> inside();
            case 5 -> skipBytes(Integer.BYTES);
            default -> throw new WeightsException("not a SentencePiece model: field of kind " + wire + " at byte "
                + bytes.position());
        }
    }

    private void skipBytes(int count) {
        need(count);
        bytes.position(bytes.position() + count);
    }

    private void need(int count) {
        WeightsException.require(bytes.remaining() >= count, "cut short at byte " + bytes.position());
    }

    /** A model file of these pieces: BPE, byte fallback, spaces escaped. */
    static byte[] write(List<Piece> pieces, boolean prefixSpace) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Piece piece : pieces) {
            ByteArrayOutputStream one = new ByteArrayOutputStream();
            byte[] text = piece.text().getBytes(StandardCharsets.UTF_8);
            one.write(1 << 3 | 2);
            varint(one, text.length);
            one.writeBytes(text);
            one.write(2 << 3 | 5);
            one.writeBytes(ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN)
                .putFloat((float) piece.score()).array());
            one.write(3 << 3);
            varint(one, piece.type());
            field(out, 1, one.toByteArray());
        }
        // trainer_spec: model_type 2 is BPE, field 35 byte_fallback; normalizer_spec: identity, spaces as they are
        field(out, 2, new byte[] {3 << 3, 2, (byte) 0x98, 2, 1});
        field(out, 3, new byte[] {3 << 3, (byte) (prefixSpace ? 1 : 0), 4 << 3, 0, 5 << 3, 1});
        return out.toByteArray();
    }

    private static void field(ByteArrayOutputStream out, int number, byte[] bytes) {
        out.write(number << 3 | 2);
        varint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        for (; rest >= 128; rest >>>= 7) {
            out.write(rest & 127 | 128);
        }
        out.write(rest);
    }
}
