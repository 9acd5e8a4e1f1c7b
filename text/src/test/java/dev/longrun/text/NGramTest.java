package dev.longrun.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class NGramTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static double perByte(List<String> documents, String text, int order, int symbols) {
        NGram model = new NGram(order, symbols);
        documents.forEach(document -> model.add(bytes(document), 0, bytes(document).length));
        model.finish();
        return model.nats(bytes(text), 0, bytes(text).length) / bytes(text).length;
    }

    /** The formula written down: counts by searching the documents. */
    private static double naive(List<String> documents, String before, String symbol, int order, int symbols) {
        double p = 1.0 / symbols;
        for (int k = 1; k <= order && k <= before.length() + 1; k++) {
            String context = before.substring(before.length() - k + 1);
            int total = 0;
            int both = 0;
            Set<Character> followers = new HashSet<>();
            for (String document : documents) {
                for (int i = 0; i + context.length() < document.length(); i++) {
                    if (document.startsWith(context, i)) {
                        char next = document.charAt(i + context.length());
                        total++;
                        both += next == symbol.charAt(0) ? 1 : 0;
                        followers.add(next);
                    }
                }
            }
            if (total > 0) {
                p = (both + followers.size() * p) / (total + followers.size());
            }
        }
        return p;
    }

    @Test
    void agreesWithTheFormula() {
        List<String> documents = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            documents.add(TestText.prose(i, 150).replaceAll("[^\\x00-\\x7f]", "?"));
        }
        String text = TestText.prose(9, 120).replaceAll("[^\\x00-\\x7f]", "!");
        for (int order = 1; order <= 7; order++) {
            double nats = 0;
            for (int i = 0; i < text.length(); i++) {
                nats -= Math.log(naive(documents, text.substring(0, i), text.substring(i, i + 1), order, 256));
            }
            assertEquals(nats / text.length(), perByte(documents, text, order, 256), 1e-12);
        }
    }

    @Test
    void withoutTextItIsUniform() {
        assertEquals(Math.log(65), perByte(List.of(), "abc", 5, 65), 1e-15);
        assertThrows(IllegalArgumentException.class, () -> new NGram(8, 256));
        assertThrows(IllegalArgumentException.class, () -> new NGram(0, 256));
    }

    /** Published for the split of nanoGPT (first nine tenths train), nats per character, base uniform over 65. */
    @Test
    void floorsOfTinyShakespeare() throws IOException {
        Path file = Path.of(System.getProperty("longrun.root"), "..", "shared", "data", "text", "tiny_shakespeare.txt");
        Assumptions.assumeTrue(Files.exists(file), "tiny Shakespeare is not there: " + file);
        byte[] text = Files.readAllBytes(file);
        int cut = 1_003_854;
        double[] expected = {3.3473, 2.4858, 2.0492, 1.7738, 1.6688, 1.698, 1.7792};
        for (int order = 1; order <= expected.length; order++) {
            NGram model = new NGram(order, 65);
            model.add(text, 0, cut);
            model.finish();
            assertEquals(expected[order - 1], model.nats(text, cut, text.length) / (text.length - cut), 0.00015);
        }
    }
}
