package dev.longrun.convert;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.weights.GgufFile;
import dev.longrun.weights.GgufValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** GGUF's tokenizer as the files of a folder: {@code tokenizer.json}, or SentencePiece's {@code tokenizer.model}. */
final class TokenizerFiles {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private TokenizerFiles() {
    }

    /** The files by name; none where there is no tokenizer. */
    static Map<String, byte[]> of(GgufFile file) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        String kind = file.text(TokenizerKeys.PREFIX + "model").orElse("");
        List<String> tokens = texts(file, "tokens");
        Optional<String> whole = file.text(TokenizerKeys.WHOLE);
        if (whole.isPresent()) {
            files.put("tokenizer.json", whole.get().getBytes(StandardCharsets.UTF_8));
        } else if (kind.equals("gpt2") && !tokens.isEmpty()) {
            files.put("tokenizer.json", merges(file, tokens));
        }
        if (kind.equals("llama") && !tokens.isEmpty()) {
            files.put("tokenizer.model", pieces(file, tokens));
        }
        ObjectNode config = config(file, tokens);
        if (!config.isEmpty()) {
            files.put("tokenizer_config.json", (config.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    private static List<String> texts(GgufFile file, String key) {
        return file.metadata().get(TokenizerKeys.PREFIX + key) instanceof GgufValue.Array array ? array.texts()
            : List.of();
    }

    private static double[] numbers(GgufFile file, String key) {
        return file.metadata().get(TokenizerKeys.PREFIX + key) instanceof GgufValue.Array array ? array.numbers()
            : new double[0];
    }

    private static int type(double[] types, int id) {
        return id < types.length ? (int) types[id] : 1;
    }

    private static byte[] pieces(GgufFile file, List<String> tokens) {
        double[] scores = numbers(file, "scores");
        double[] types = numbers(file, "token_type");
        List<SentencePieces.Piece> pieces = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            pieces.add(new SentencePieces.Piece(tokens.get(id), id < scores.length ? scores[id] : -id,
                type(types, id)));
        }
        boolean prefix = !(file.metadata().get(TokenizerKeys.PREFIX + "add_space_prefix")
            instanceof GgufValue.Flag flag) || flag.value();
        return SentencePieces.write(pieces, prefix);
    }

    private static byte[] merges(GgufFile file, List<String> tokens) {
        double[] types = numbers(file, "token_type");
        ObjectNode all = JSON.createObjectNode();
        all.put("version", "1.0");
        ArrayNode added = all.putArray("added_tokens");
        ObjectNode vocabulary = JSON.createObjectNode();
        for (int id = 0; id < tokens.size(); id++) {
            int type = type(types, id);
            if (type == 3 || type == 4) {
                added.addObject().put("id", id).put("content", tokens.get(id)).put("single_word", false)
                    .put("lstrip", false).put("rstrip", false).put("normalized", false).put("special", type == 3);
            } else if (type != 5) {
                vocabulary.put(tokens.get(id), id);
            }
        }
        all.putNull("normalizer");
        ArrayNode cutters = all.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
        Regexes.pattern(file.text(TokenizerKeys.PREFIX + "pre").orElse(Regexes.GPT.pre())).ifPresent(pattern ->
            cutters.addObject().put("type", "Split").put("behavior", "Isolated").put("invert", false)
                .putObject("pattern").put("Regex", pattern));
        cutters.addObject().put("type", "ByteLevel").put("add_prefix_space", false).put("trim_offsets", true)
            .put("use_regex", false);
        all.putNull("post_processor");
        all.putObject("decoder").put("type", "ByteLevel").put("add_prefix_space", false).put("trim_offsets", true)
            .put("use_regex", false);
        ObjectNode model = all.putObject("model").put("type", "BPE").put("byte_fallback", false)
            .put("ignore_merges", file.text(TokenizerKeys.PREFIX + "pre").orElse("").equals(Regexes.LLAMA.pre()));
        model.set("vocab", vocabulary);
        ArrayNode merges = model.putArray("merges");
        texts(file, "merges").forEach(merges::add);
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode config(GgufFile file, List<String> tokens) {
        ObjectNode config = JSON.createObjectNode();
        Map<String, String> names = new LinkedHashMap<>(Map.of("bos", "bos", "eos", "eos", "unknown", "unk",
            "padding", "pad"));
        for (String key : List.of("bos", "eos", "unknown", "padding")) {
            TokenizerKeys.number(file.metadata(), key + "_token_id").filter(id -> id >= 0 && id < tokens.size())
                .ifPresent(id -> config.put(names.get(key) + "_token", tokens.get(id)));
        }
        for (String key : List.of("add_bos_token", "add_eos_token")) {
            if (file.metadata().get(TokenizerKeys.PREFIX + key) instanceof GgufValue.Flag flag) {
                config.put(key, flag.value());
            }
        }
        file.text(TokenizerKeys.TEMPLATE).ifPresent(text -> config.put("chat_template", text));
        return config;
    }
}
