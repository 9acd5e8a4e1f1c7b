package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads {@code normalizer} of tokenizer.json. */
final class NormalizerReader {

    private NormalizerReader() {
    }

    static Normalizer read(JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return Normalizer.NONE;
        }
        String type = node.path("type").asText();
        return switch (type) {
            case "NFC", "NFD", "NFKC", "NFKD" -> new Normalizer.Unicode(Form.valueOf(type));
            case "Lowercase" -> new Normalizer.Lowercase();
            case "StripAccents" -> new Normalizer.StripAccents();
            case "Strip" -> new Normalizer.Strip(node.path("strip_left").asBoolean(true),
                node.path("strip_right").asBoolean(true));
            case "Prepend" -> new Normalizer.Prepend(text(node, "prepend"));
            case "Replace" -> node.path("pattern").has("Regex")
                ? new Normalizer.ReplacePattern(Onig.compile(text(node.path("pattern"), "Regex")),
                    text(node, "content"))
                : new Normalizer.Replace(text(node.path("pattern"), "String"), text(node, "content"));
            case "Precompiled" -> new GraphemeNormalizer(charsMap(text(node, "precompiled_charsmap")));
            case "Sequence" -> sequence(node.path("normalizers"));
            default -> throw new TokenizerException("the normalizer " + TokenizerException.shown(type)
                + " is not supported");
        };
    }

    private static Normalizer sequence(JsonNode steps) {
        List<Normalizer> read = new ArrayList<>();
        for (JsonNode step : steps) {
            read.add(read(step));
        }
        return read.isEmpty() ? Normalizer.NONE : new Normalizer.Sequence(read);
    }

    private static CharsMap charsMap(String base64) {
        try {
            return CharsMap.read(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new TokenizerException("precompiled_charsmap is not base64", e);
        }
    }

    static String text(JsonNode node, String field) {
        expect(node.path(field).isTextual(), "%s must be text in %s", field, node);
        return node.path(field).asText();
    }
}
