package dev.longrun.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longrun.weights.GgufType;
import dev.longrun.weights.GgufValue;
import dev.longrun.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A folder's tokenizer in GGUF's keys: byte-level BPE of {@code tokenizer.json}, or the pieces of a SentencePiece
 * {@code tokenizer.model}. {@code tokenizer.json} itself is carried along, so that it comes back as it was. Back:
 * {@link TokenizerFiles}.
 */
final class TokenizerKeys {

    static final String PREFIX = "tokenizer.ggml.";
    static final String WHOLE = "tokenizer.huggingface.json";
    static final String TEMPLATE = "tokenizer.chat_template";
    private static final long MOST_BYTES = 200_000_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final int vocabulary;
    private final Map<String, GgufValue> keys = new LinkedHashMap<>();
    private final List<String> tokens;
    private final List<Long> types;

    private TokenizerKeys(Path folder, int vocabulary) {
        this.folder = folder;
        this.vocabulary = vocabulary;
        tokens = new ArrayList<>();
        for (int id = 0; id < vocabulary; id++) {
            tokens.add("[PAD" + id + "]");
        }
        types = new ArrayList<>(Collections.nCopies(vocabulary, 5L));
    }

    /** The keys; none where the folder has no tokenizer. */
    static Map<String, GgufValue> of(Path folder, int vocabulary) throws IOException {
        TokenizerKeys all = new TokenizerKeys(folder, vocabulary);
        JsonNode whole = all.json("tokenizer.json");
        if (Files.isRegularFile(folder.resolve("tokenizer.model"))) {
            all.pieces(whole);
        } else if (whole.path("model").path("type").asText().equals("BPE")) {
            all.merges(whole);
        } else {
            WeightsException.require(whole.isMissingNode(), folder.resolve("tokenizer.json") + ": model.type is "
                + WeightsException.quoted(whole.path("model").path("type").asText())
                + "; BPE, or a tokenizer.model beside it, can be converted");
            return all.keys;
        }
        all.special(whole);
        if (Files.isRegularFile(folder.resolve("tokenizer.json"))) {
            all.keys.put(WHOLE, GgufValue.of(Files.readString(folder.resolve("tokenizer.json"))));
        }
        return all.keys;
    }

    private JsonNode json(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            return JSON.missingNode();
        }
        WeightsException.require(Files.size(file) <= MOST_BYTES, file + ": " + Files.size(file)
            + " bytes; at most " + MOST_BYTES + " are sensible");
        try {
            return JSON.readTree(file.toFile());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new WeightsException(file + ": not valid JSON: " + e.getOriginalMessage().lines().findFirst()
                .orElse(""), e);
        }
    }

    private void put(long id, String text, long type) {
        if (id >= 0 && id < vocabulary) {
            tokens.set((int) id, text);
            types.set((int) id, type);
        }
    }

    private void merges(JsonNode whole) {
        JsonNode model = whole.path("model");
        boolean bytes = !model.path("byte_fallback").asBoolean();
        model.path("vocab").properties().forEach(entry -> put(entry.getValue().asLong(-1), entry.getKey(),
            entry.getKey().matches("<0x[0-9A-F]{2}>") ? 6 : 1));
        added(whole);
        keys.put(PREFIX + "model", GgufValue.of(bytes ? "gpt2" : "llama"));
        keys.put(PREFIX + "pre", GgufValue.of(bytes ? pattern(whole.path("pre_tokenizer")) : "default"));
        keys.put(PREFIX + "tokens", GgufValue.ofTexts(tokens));
        keys.put(PREFIX + "token_type", GgufValue.ofWholes(types));
        if (bytes) {
            List<String> merges = new ArrayList<>();
            for (JsonNode merge : model.path("merges")) {
                merges.add(merge.isTextual() ? merge.textValue() : merge.path(0).asText() + " "
                    + merge.path(1).asText());
            }
            keys.put(PREFIX + "merges", GgufValue.ofTexts(merges));
        } else {
            List<Double> scores = new ArrayList<>();
            for (int id = 0; id < vocabulary; id++) {
                scores.add((double) -id);
            }
            keys.put(PREFIX + "scores", GgufValue.ofFloats(scores));
        }
    }

    private void added(JsonNode whole) {
        for (JsonNode token : whole.path("added_tokens")) {
            put(token.path("id").asLong(-1), token.path("content").asText(), token.path("special").asBoolean() ? 3 : 4);
        }
    }

    /** GGUF's name of what cuts text into pieces; a pattern without a name is not guessed at. */
    private String pattern(JsonNode pre) {
        for (JsonNode each : pre.has("pretokenizers") ? pre.path("pretokenizers") : List.of(pre)) {
            String regex = each.path("pattern").path("Regex").asText();
            if (!regex.isEmpty()) {
                return Regexes.name(regex).orElse("default");
            }
        }
        return Regexes.GPT.pre();
    }

    private void pieces(JsonNode whole) throws IOException {
        Path file = folder.resolve("tokenizer.model");
        WeightsException.require(Files.size(file) <= MOST_BYTES, file + ": " + Files.size(file) + " bytes; at most "
            + MOST_BYTES + " are sensible");
        List<Double> scores = new ArrayList<>(Collections.nCopies(vocabulary, -1e4));
        try {
            List<SentencePieces.Piece> pieces = SentencePieces.read(Files.readAllBytes(file));
            for (int id = 0; id < Math.min(vocabulary, pieces.size()); id++) {
                put(id, pieces.get(id).text(), pieces.get(id).type());
                scores.set(id, pieces.get(id).score());
            }
        } catch (WeightsException e) {
            throw new WeightsException(file + ": " + e.getMessage(), e);
        }
        added(whole);
        keys.put(PREFIX + "model", GgufValue.of("llama"));
        keys.put(PREFIX + "pre", GgufValue.of("default"));
        keys.put(PREFIX + "tokens", GgufValue.ofTexts(tokens));
        keys.put(PREFIX + "scores", GgufValue.ofFloats(scores));
        keys.put(PREFIX + "token_type", GgufValue.ofWholes(types));
    }

    private void special(JsonNode whole) throws IOException {
        JsonNode config = json("tokenizer_config.json");
        for (String name : List.of("bos", "eos", "unk", "pad")) {
            JsonNode token = config.path(name + "_token");
            String text = token.isObject() ? token.path("content").asText() : token.asText();
            id(name, text).ifPresent(id -> keys.put(PREFIX + key(name) + "_token_id", GgufValue.of(id)));
        }
        for (String name : List.of("add_bos_token", "add_eos_token", "add_prefix_space")) {
            if (config.path(name).isBoolean()) {
                keys.put(PREFIX + name.replace("prefix_space", "space_prefix"), GgufValue.of(config.path(name)
                    .booleanValue()));
            }
        }
        boolean template = whole.path("post_processor").toString().contains("TemplateProcessing");
        keys.putIfAbsent(PREFIX + "add_bos_token", GgufValue.of(template
            && keys.containsKey(PREFIX + "bos_token_id")));
        if (config.path("chat_template").isTextual()) {
            keys.put(TEMPLATE, GgufValue.of(config.path("chat_template").textValue()));
        } else if (Files.isRegularFile(folder.resolve("chat_template.jinja"))) {
            keys.put(TEMPLATE, GgufValue.of(Files.readString(folder.resolve("chat_template.jinja"))));
        }
    }

    private static String key(String name) {
        return switch (name) {
            case "unk" -> "unknown";
            case "pad" -> "padding";
            default -> name;
        };
    }

    /** A special token's number: by its text, else as the model's configuration says; the end of text is known. */
    private Optional<Long> id(String name, String text) throws IOException {
        int found = text.isEmpty() ? -1 : tokens.indexOf(text);
        JsonNode given = json("config.json").path(name + "_token_id");
        long id = found >= 0 ? found : given.isArray() ? given.path(0).asLong(-1) : given.asLong(-1);
        if (id < 0 && name.equals("eos")) {
            id = tokens.indexOf("<|endoftext|>");
        }
        return id >= 0 && id < vocabulary ? Optional.of(id) : Optional.empty();
    }

    /** The number of a whole type, for {@link TokenizerFiles}. */
    static Optional<Integer> number(Map<String, GgufValue> metadata, String key) {
        return metadata.get(PREFIX + key) instanceof GgufValue.Whole whole && whole.type() != GgufType.U64
            ? Optional.of((int) whole.value()) : Optional.empty();
    }
}
