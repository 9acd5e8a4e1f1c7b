package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads tokenizer.model: SentencePiece's ModelProto (sentencepiece_model.proto). */
final class SentencePieceReader {

    private static final int UNIGRAM = 1;
    private static final int BPE = 2;

    private final SentencePieces pieces = new SentencePieces();
    private int type = UNIGRAM;
    private boolean fallback;
    private boolean suffix;
    private String unknownSurface = " \u2047 ";
    private String beginning = "<s>";
    private String end = "</s>";
    private byte[] map = new byte[0];
    private boolean prefix = true;
    private boolean removeExtra = true;
    private boolean escape = true;

    private SentencePieceReader() {
    }

    static Tokenizer read(byte[] file) {
        return new SentencePieceReader().model(new Proto(file));
    }

    private Tokenizer model(Proto proto) {
        while (proto.next()) {
            switch (proto.field()) {
                case 1 -> piece(proto.message());
                case 2 -> trainer(proto.message());
                case 3 -> normalizer(proto.message());
                case 5 -> denormalizer(proto.message());
                default -> { }
            }
        }
        expect(pieces.size() > 0, "it holds no pieces");
        expect(type == UNIGRAM || type == BPE, "the model is of type %s; 1 (unigram) and 2 (BPE) are supported", type);
        Normalizer normalizer = new SentencePieceNormalizer(
            map.length == 0 ? Optional.empty() : Optional.of(CharsMap.read(map)),
            pieces.trie(SentencePieces.USER_DEFINED), prefix, removeExtra, escape, suffix);
        Decoding.First first = removeExtra ? Decoding.First.WITHOUT_ANY
            : prefix ? Decoding.First.WITHOUT_ONE : Decoding.First.KEPT;
        Model model = type == BPE ? MergesOfPieces.of(pieces, fallback, true) : pieces.unigram(fallback);
        Setup setup = new Setup(pieces.added(false), normalizer, AddedTokens.NONE, List.of(), model,
            Around.NOTHING, pieces.vocabulary(first, unknownSurface), false);
        return new Tokenizer(setup, control(beginning), control(end));
    }

    private OptionalInt control(String piece) {
        return pieces.id(piece, SentencePieces.CONTROL);
    }

    private void piece(Proto proto) {
        String text = "";
        float score = 0;
        int kind = SentencePieces.NORMAL;
        while (proto.next()) {
            switch (proto.field()) {
                case 1 -> text = proto.text();
                case 2 -> score = proto.single();
                case 3 -> kind = proto.integer();
                default -> { }
            }
        }
        pieces.add(text, score, kind);
    }

    private void trainer(Proto proto) {
        while (proto.next()) {
            switch (proto.field()) {
                case 3 -> type = proto.integer();
                case 24 -> suffix = proto.bool();
                case 35 -> fallback = proto.bool();
                case 44 -> unknownSurface = proto.text();
                case 46 -> beginning = proto.text();
                case 47 -> end = proto.text();
                default -> { }
            }
        }
    }

    private void normalizer(Proto proto) {
        while (proto.next()) {
            switch (proto.field()) {
                case 2 -> map = proto.bytes();
                case 3 -> prefix = proto.bool();
                case 4 -> removeExtra = proto.bool();
                case 5 -> escape = proto.bool();
                default -> { }
            }
        }
    }

    private void denormalizer(Proto proto) {
        while (proto.next()) {
            expect(proto.field() != 2 || proto.bytes().length == 0, "a denormalizer is not supported");
        }
    }
}
