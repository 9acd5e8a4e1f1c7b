package dev.longrun.text;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Reads tokenizer.json and believes nothing in it: every id, byte and merge is checked before it is used. */
final class TokenizerReader {

    /** A vocabulary of a million tokens takes about 60 MB. */
    private static final long LARGEST_FILE = 256L << 20;

    private static final ObjectMapper JSON = JsonMapper.builder(new com.fasterxml.jackson.core.JsonFactoryBuilder()
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(32).build()).build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final Map<String, Integer> ids = new HashMap<>();
    private byte[][] tokens;
    private int[] byteTokens;

    private TokenizerReader() {
    }

    static Tokenizer read(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new TextException("larger than " + (LARGEST_FILE >> 20) + " MB");
            }
            return new TokenizerReader().read(JSON.readTree(Files.readAllBytes(file)));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new TextException(file + ": not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new TextException(file + ": cannot be read: " + TextException.reason(e), e);
        } catch (TextException e) {
            throw new TextException(file + ": not a tokenizer that can be used here: " + e.getMessage(), e);
        }
    }

    private Tokenizer read(JsonNode root) {
        JsonNode model = root.path("model");
        expect("BPE".equals(model.path("type").asText()), "model.type must be BPE");
        expect(root.path("normalizer").isNull() || root.path("normalizer").isMissingNode(),
            "a normalizer is not supported");
        for (String flag : new String[] {"byte_fallback", "ignore_merges"}) {
            expect(!model.path(flag).asBoolean(), "model." + flag + " is not supported");
        }
        JsonNode split = root.path("pre_tokenizer").path("pretokenizers").path(0);
        expect(split.path("pattern").path("Regex").asText().equals(Pieces.PATTERN),
            "pre_tokenizer must be a Sequence of Split with the pattern " + Pieces.PATTERN + " and ByteLevel");
        int endOfText = endOfText(root.path("added_tokens"));
        vocabulary(model.path("vocab"), endOfText);
        return new Tokenizer(tokens, byteTokens, merges(model.path("merges")), endOfText);
    }

    private static int endOfText(JsonNode added) {
        expect(added.isArray() && added.size() == 1
            && Tokenizer.END_OF_TEXT.equals(added.path(0).path("content").asText())
            && added.path(0).path("id").isInt(), "added_tokens must be " + Tokenizer.END_OF_TEXT + " alone");
        return added.path(0).path("id").intValue();
    }

    private void vocabulary(JsonNode vocabulary, int endOfText) {
        expect(vocabulary.isObject(), "model.vocab must be an object");
        int listed = vocabulary.has(Tokenizer.END_OF_TEXT) ? 1 : 0;
        int count = vocabulary.size() + 1 - listed;
        tokens = new byte[count][];
        expect(endOfText >= 0 && endOfText < count,
            Tokenizer.END_OF_TEXT + " has the id " + endOfText + "; ids must be 0 to " + (count - 1));
        tokens[endOfText] = new byte[0];
        for (Map.Entry<String, JsonNode> entry : vocabulary.properties()) {
            String token = entry.getKey();
            int id = entry.getValue().isInt() ? entry.getValue().intValue() : -1;
            expect(id >= 0 && id < count, "token \"" + token + "\" has the id " + entry.getValue()
                + "; ids must be 0 to " + (count - 1));
            if (token.equals(Tokenizer.END_OF_TEXT)) {
                expect(id == endOfText, token + " has two ids, " + id + " and " + endOfText);
                continue;
            }
            expect(tokens[id] == null, "two tokens have the id " + id);
            expect(!token.isEmpty(), "token " + id + " is empty");
            tokens[id] = ByteLetters.read(token);
            ids.put(token, id);
        }
        byteTokens = new int[256];
        for (int b = 0; b < 256; b++) {
            byteTokens[b] = id(ByteLetters.write(new byte[] {(byte) b}));
        }
    }

    private MergeTable merges(JsonNode merges) {
        expect(merges.isArray() && merges.size() < tokens.length, "model.merges must be an array no longer than vocab");
        int[] lefts = new int[merges.size()];
        int[] rights = new int[merges.size()];
        int[] merged = new int[merges.size()];
        for (int rank = 0; rank < lefts.length; rank++) {
            JsonNode merge = merges.get(rank);
            String[] pair = merge.isArray() && merge.size() == 2
                ? new String[] {merge.get(0).asText(), merge.get(1).asText()} : merge.asText().split(" ", -1);
            expect(pair.length == 2, "merge " + rank + " must be two tokens, is " + merge);
            lefts[rank] = id(pair[0]);
            rights[rank] = id(pair[1]);
            merged[rank] = id(pair[0] + pair[1]);
        }
        return new MergeTable(lefts, rights, merged);
    }

    private int id(String token) {
        Integer id = ids.get(token);
        expect(id != null, "token \"" + token + "\" is missing in model.vocab");
        return id;
    }

    private static void expect(boolean right, String message) {
        if (!right) {
            throw new TextException(message);
        }
    }
}
