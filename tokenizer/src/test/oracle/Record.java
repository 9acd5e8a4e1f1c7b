import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.GptBytePairEncodingParams;
import com.knuddels.jtokkit.api.IntArrayList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Records what Hugging Face's tokenizers and JTokkit make of strings.json; README.md beside this file says how. */
public final class Record {

    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        List<String> strings = read(folder.resolve("strings.json")).valueStream()
            .map(JsonNode::asText).toList();
        try (Stream<Path> families = Files.list(folder)) {
            for (Path family : families.sorted().toList()) {
                if (Files.exists(family.resolve("tokenizer.json"))) {
                    huggingFace(family, strings);
                } else if (Files.exists(family.resolve("tokenizer.tok.json"))) {
                    tiktoken(family, strings);
                }
            }
        }
    }

    private static void huggingFace(Path family, List<String> strings) throws IOException {
        Path file = family.resolve("tokenizer.json");
        JsonNode root = read(file);
        int size = root.at("/model/vocab").size() + (int) root.path("added_tokens").valueStream().filter(token ->
            !root.at("/model/vocab").has(token.path("content").asText())
                && root.at("/model/vocab").isObject()).count();
        Random random = new Random(4);
        StringBuilder out = new StringBuilder();
        try (HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(file,
            Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"))) {
            for (String text : strings) {
                long[] read = tokenizer.encode(text, false, false).getIds();
                ObjectNode line = JSON.createObjectNode().put("text", text);
                ids(line, "ids", read);
                ids(line, "added", tokenizer.encode(text, true, false).getIds());
                line.put("decoded", tokenizer.decode(read, true)).put("shown", tokenizer.decode(read, false));
                long[] some = LongStream.range(0, 1 + random.nextInt(8)).map(i -> random.nextInt(size)).toArray();
                ids(line, "some", some);
                line.put("someDecoded", tokenizer.decode(some, true));
                out.append(JSON.writeValueAsString(line)).append('\n');
            }
        }
        Files.writeString(family.resolve("expected.jsonl"), out);
        System.out.println(family.getFileName());
    }

    private static void tiktoken(Path family, List<String> strings) throws IOException {
        Map<byte[], Integer> ranks = new HashMap<>();
        for (JsonNode token : read(family.resolve("tokenizer.tok.json")).path("regular_tokens")) {
            byte[] bytes = new byte[token.path("bytes").size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) token.path("bytes").get(i).asInt();
            }
            ranks.put(bytes, token.path("token").asInt());
        }
        Pattern pattern = Pattern.compile("(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}"
            + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+", Pattern.UNICODE_CHARACTER_CLASS);
        Encoding encoding = Encodings.newLazyEncodingRegistry().registerGptBytePairEncoding(
            new GptBytePairEncodingParams("grok2", pattern, ranks, Map.of())).getEncoding("grok2").orElseThrow();
        StringBuilder out = new StringBuilder();
        for (String text : strings) {
            IntArrayList ids = encoding.encodeOrdinary(text);
            ObjectNode line = JSON.createObjectNode().put("text", text);
            ids(line, "plain", IntStream.of(ids.toArray()).asLongStream().toArray());
            out.append(JSON.writeValueAsString(line.put("decoded", encoding.decode(ids)))).append('\n');
        }
        Files.writeString(family.resolve("expected.jsonl"), out);
        System.out.println(family.getFileName());
    }

    private static void ids(ObjectNode line, String name, long[] ids) {
        LongStream.of(ids).forEach(line.withArrayProperty(name)::add);
        line.withArrayProperty(name);
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
