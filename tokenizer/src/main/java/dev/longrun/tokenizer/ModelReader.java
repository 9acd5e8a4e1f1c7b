package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code model} of tokenizer.json: BPE or Unigram. */
final class ModelReader {

    /** Ids may leave gaps, but not so many that a small file takes much memory. */
    private static final int SPARE_IDS = 65_536;

    private ModelReader() {
    }

    /** The ids of the tokens as they are written. */
    static Map<String, Integer> vocabulary(JsonNode model) {
        JsonNode vocabulary = model.path("vocab");
        Map<String, Integer> ids = new HashMap<>();
        switch (type(model)) {
            case "BPE" -> {
                expect(vocabulary.isObject(), "model.vocab must be an object");
                long limit = 4L * vocabulary.size() + SPARE_IDS;
                for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
                    JsonNode id = entry.getValue();
                    expect(id.isInt() && id.intValue() >= 0 && id.intValue() < limit,
                        "token \"%s\" has the id %s; ids must be 0 to %s", entry.getKey(), id, limit - 1);
                    ids.put(entry.getKey(), id.intValue());
                }
            }
            case "Unigram" -> {
                expect(vocabulary.isArray(), "model.vocab must be an array");
                for (JsonNode piece : vocabulary) {
                    expect(piece.path(0).isTextual() && piece.path(1).isNumber(),
                        "piece %s must be a text and a score, is %s", ids.size(), piece);
                    expect(ids.put(piece.get(0).asText(), ids.size()) == null, "the piece \"%s\" stands twice",
                        piece.get(0).asText());
                }
            }
            default -> throw new TokenizerException("model.type must be BPE or Unigram, is "
                + TokenizerException.shown(type(model)));
        }
        return ids;
    }

    static Model read(JsonNode model, Map<String, Integer> ids, CuttingReader cutting) {
        if (type(model).equals("Unigram")) {
            expect(!cutting.bytes(), "the pre_tokenizer ByteLevel before Unigram is not supported");
            expect(cutting.cuts() == Cuts.NONE, "this pre_tokenizer before Unigram is not supported");
            return unigram(model);
        }
        expect(model.path("dropout").asDouble() == 0, "model.dropout is not supported: it is for training");
        for (String affix : new String[] {"continuing_subword_prefix", "end_of_word_suffix"}) {
            expect(model.path(affix).asText().isEmpty() || model.path(affix).isNull(), "model.%s is not supported",
                affix);
        }
        MergeTable merges = merges(model.path("merges"), ids);
        boolean ignoresMerges = model.path("ignore_merges").asBoolean();
        return cutting.bytes() ? byteLevel(model, ids, merges, cutting.cuts(), ignoresMerges)
            : overText(model, ids, merges, cutting.cuts(), ignoresMerges);
    }

    /** Files from before models had a type hold BPE when there are merges. */
    private static String type(JsonNode model) {
        return model.path("type").asText(model.has("merges") ? "BPE" : "none");
    }

    private static Optional<Integer> unknown(JsonNode model, Map<String, Integer> ids) {
        JsonNode name = model.path("unk_token");
        if (!name.isTextual()) {
            return Optional.empty();
        }
        expect(ids.containsKey(name.asText()), "unk_token \"%s\" is missing in model.vocab", name.asText());
        return Optional.of(ids.get(name.asText()));
    }

    private static Model byteLevel(JsonNode model, Map<String, Integer> ids, MergeTable merges, Cuts cuts,
        boolean ignoresMerges) {
        int unknown = unknown(model, ids).orElse(-1);
        int[] tokens = new int[256];
        boolean missing = false;
        for (int b = 0; b < 256; b++) {
            Integer id = ids.get(ByteLetters.write(new byte[] {(byte) b}));
            missing |= id == null;
            tokens[b] = id == null ? unknown : id;
        }
        boolean more = model.path("fuse_unk").asBoolean() || model.path("byte_fallback").asBoolean();
        expect(!missing || unknown < 0 || !more,
            "model.fuse_unk and byte_fallback are not supported where bytes are missing in model.vocab");
        TokenIndex whole = TokenIndex.EMPTY;
        if (ignoresMerges) {
            whole = new TokenIndex();
            for (Map.Entry<String, Integer> entry : ids.entrySet()) {
                byte[] bytes = ByteLetters.readOrNull(entry.getKey());
                if (bytes != null) {
                    whole.add(bytes, entry.getValue());
                }
            }
        }
        return new BytePairs(new Alphabet.Bytes(tokens), merges, cuts, whole);
    }

    private static Model overText(JsonNode model, Map<String, Integer> ids, MergeTable merges, Cuts cuts,
        boolean ignoresMerges) {
        Characters characters = Characters.of(ids, model.path("byte_fallback").asBoolean(),
            unknown(model, ids).orElse(-1), model.path("fuse_unk").asBoolean());
        TokenIndex whole = TokenIndex.EMPTY;
        if (ignoresMerges) {
            whole = new TokenIndex();
            for (Map.Entry<String, Integer> entry : ids.entrySet()) {
                whole.add(entry.getKey().getBytes(StandardCharsets.UTF_8), entry.getValue());
            }
        }
        Cuts all = cuts != Cuts.NONE || ignoresMerges ? cuts : borders(characters, ids, merges);
        return new BytePairs(characters, merges, all, whole);
    }

    private static Cuts borders(Characters characters, Map<String, Integer> ids, MergeTable merges) {
        Map<Integer, String> texts = new HashMap<>();
        ids.forEach((text, id) -> texts.put(id, text));
        int[] lefts = new int[merges.size()];
        int[] rights = new int[merges.size()];
        for (int i = 0; i < lefts.length; i++) {
            String left = texts.get(merges.left(i));
            String right = texts.get(merges.right(i));
            boolean strange = left.isEmpty() || right.isEmpty() || merges.left(i) == characters.unknown()
                || merges.right(i) == characters.unknown() || Decoding.namedByte(left) >= 0
                || Decoding.namedByte(right) >= 0;
            if (strange) {
                return Cuts.NONE;
            }
            lefts[i] = left.codePointBefore(left.length());
            rights[i] = right.codePointAt(0);
        }
        // Where bytes are missing, an unknown character waits for what comes after it.
        boolean allBytes = characters.bytes().length > 0;
        for (int b : characters.bytes()) {
            allBytes &= b >= 0;
        }
        if (characters.bytes().length > 0 && !allBytes) {
            return Cuts.NONE;
        }
        if (allBytes) {
            return new BorderCuts(lefts, rights, (left, right) -> false);
        }
        // Unknown characters in a row may be one token; those that become nothing bring their neighbours together.
        return characters.unknown() < 0
            ? new BorderCuts(lefts, rights, (left, right) -> characters.token(left) < 0 || characters.token(right) < 0)
            : new BorderCuts(lefts, rights, (left, right) -> characters.fuse() && characters.token(left) < 0
                && characters.token(right) < 0);
    }

    private static MergeTable merges(JsonNode merges, Map<String, Integer> ids) {
        expect(merges.isArray(), "model.merges must be an array");
        int[] lefts = new int[merges.size()];
        int[] rights = new int[merges.size()];
        int[] merged = new int[merges.size()];
        for (int rank = 0; rank < lefts.length; rank++) {
            JsonNode merge = merges.get(rank);
            String[] pair = merge.isArray() && merge.size() == 2
                ? new String[] {merge.get(0).asText(), merge.get(1).asText()} : merge.asText().split(" ", -1);
            expect(pair.length == 2, "merge %s must be two tokens, is %s", rank, merge);
            lefts[rank] = id(pair[0], ids);
            rights[rank] = id(pair[1], ids);
            merged[rank] = id(pair[0] + pair[1], ids);
        }
        return new MergeTable(lefts, rights, merged);
    }

    private static int id(String token, Map<String, Integer> ids) {
        Integer id = ids.get(token);
        expect(id != null, "token \"%s\" is missing in model.vocab", token);
        return id;
    }

    private static Model unigram(JsonNode model) {
        JsonNode vocabulary = model.path("vocab");
        Unigram.Builder builder = new Unigram.Builder(vocabulary.size());
        for (JsonNode piece : vocabulary) {
            builder.piece(piece.get(0).asText(), piece.get(1).doubleValue());
        }
        JsonNode unknown = model.path("unk_id");
        if (unknown.isInt()) {
            expect(unknown.intValue() >= 0 && unknown.intValue() < vocabulary.size(),
                "model.unk_id is %s; ids must be 0 to %s", unknown, vocabulary.size() - 1);
            builder.unknown(unknown.intValue());
        }
        return builder.fallback(model.path("byte_fallback").asBoolean()).build();
    }
}
