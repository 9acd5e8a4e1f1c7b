import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.longrun.tokenizer.Encoder;
import dev.longrun.tokenizer.IntList;
import dev.longrun.tokenizer.Specials;
import dev.longrun.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Encodes the repository's own text, in documents of 16 kB, with Hugging Face's tokenizers (through DJL) and with ours,
 * in turn, one thread each: java -cp 'target/dependency/*:../../../target/classes' Speed.java FOLDER ROOT FAMILY...
 */
public final class Speed {

    private static final int DOCUMENT = 16_384;
    private static final double SECONDS = 2.5;

    interface Work {
        void encode(String text);
    }

    public static void main(String[] args) throws IOException {
        List<String> documents = documents(Path.of(args[1]));
        long bytes = documents.stream().mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
        System.out.printf("%d documents, %.1f MB%n", documents.size(), bytes / 1e6);
        for (int i = 2; i < args.length; i++) {
            Path file = Path.of(args[0], args[i], "tokenizer.json");
            Encoder encoder = Tokenizer.load(file).encoder();
            IntList into = new IntList();
            try (HuggingFaceTokenizer theirs = HuggingFaceTokenizer.newInstance(file,
                Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"))) {
                for (int round = 0; round < 3; round++) {
                    double us = speed(documents, text -> {
                        into.clear();
                        encoder.encode(text, Specials.READ, into);
                    });
                    double them = speed(documents, text -> theirs.encode(text, false, false));
                    System.out.printf("%s round %d: ours %.1f MB/s, theirs %.1f MB/s%n", args[i], round, us, them);
                }
            }
        }
    }

    private static double speed(List<String> documents, Work work) {
        long start = System.nanoTime();
        long done = 0;
        for (int i = 0; System.nanoTime() - start < SECONDS * 1e9; i = (i + 1) % documents.size()) {
            work.encode(documents.get(i));
            done += documents.get(i).length();
        }
        return done / 1e6 / ((System.nanoTime() - start) / 1e9);
    }

    private static List<String> documents(Path root) throws IOException {
        List<String> documents = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.filter(path -> path.toString().matches(".*/src/main/.*\\.java|.*\\.md")).sorted()
                .toList()) {
                text.append(Files.readString(file));
            }
            for (int at = 0; at + DOCUMENT < text.length(); at += DOCUMENT) {
                documents.add(text.substring(at, at + DOCUMENT));
            }
        }
        return documents;
    }
}
