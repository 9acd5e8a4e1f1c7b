package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.UnaryOperator;

/** Reads {@code decoder} of tokenizer.json. */
final class DecodingReader {

    private Decoding.Bytes bytes = Decoding.Bytes.NONE;
    private UnaryOperator<String> each = UnaryOperator.identity();
    private String mark = "";
    private Decoding.First first = Decoding.First.KEPT;
    private boolean fused;
    private int strip;
    private int stripCount;

    private DecodingReader() {
    }

    static Decoding read(JsonNode node) {
        DecodingReader reader = new DecodingReader();
        boolean none = node.isNull() || node.isMissingNode();
        if (!none) {
            reader.add(node);
        }
        Decoding.Broken broken = reader.bytes == Decoding.Bytes.NAMED ? Decoding.Broken.RUN : Decoding.Broken.LOSSY;
        return new Decoding(reader.bytes, broken, reader.each, reader.mark, reader.first, none ? " " : "",
            reader.strip, reader.stripCount);
    }

    private void add(JsonNode node) {
        String type = node.path("type").asText();
        boolean untouched = bytes == Decoding.Bytes.NONE && !fused;
        switch (type) {
            case "Sequence" -> node.path("decoders").forEach(this::add);
            case "ByteLevel" -> {
                expect(untouched, "the decoder ByteLevel after others is not supported");
                bytes = Decoding.Bytes.LETTERS;
                fused = true;
            }
            case "ByteFallback" -> {
                expect(untouched, "the decoder ByteFallback after Fuse is not supported");
                bytes = Decoding.Bytes.NAMED;
            }
            case "Fuse" -> fused = true;
            case "Replace" -> {
                expect(untouched, "the decoder Replace after ByteFallback or Fuse is not supported");
                replace(NormalizerReader.text(node.path("pattern"), "String"), NormalizerReader.text(node, "content"));
            }
            case "Strip" -> strip(node);
            case "Metaspace" -> {
                expect(untouched && mark.isEmpty(), "the decoder Metaspace after others is not supported");
                mark = node.path("replacement").asText("\u2581");
                replace(mark, " ");
                first = CuttingReader.prepend(node) == PreTokenizer.Metaspace.Prepend.NEVER
                    ? Decoding.First.KEPT : Decoding.First.WITHOUT_MARKS;
            }
            default -> throw new TokenizerException("the decoder " + TokenizerException.shown(type)
                + " is not supported");
        }
    }

    private void replace(String from, String to) {
        UnaryOperator<String> before = each;
        each = text -> before.apply(text).replace(from, to);
    }

    private void strip(JsonNode node) {
        String content = NormalizerReader.text(node, "content");
        JsonNode start = node.path("start");
        expect(fused && stripCount == 0 && content.length() == 1 && start.isInt() && start.intValue() >= 0
            && node.path("stop").asInt() == 0,
            "the decoder Strip is supported after Fuse, once, and at the beginning only");
        strip = content.charAt(0);
        stripCount = start.intValue();
    }
}
