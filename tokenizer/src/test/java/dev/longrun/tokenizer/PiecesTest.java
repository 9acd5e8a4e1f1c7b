package dev.longrun.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PiecesTest {

    private static final Pattern PATTERN = Pattern.compile(Pieces.PATTERN, Pattern.UNICODE_CHARACTER_CLASS);

    private static List<String> byRegex(String text) {
        List<String> pieces = new ArrayList<>();
        Matcher matcher = PATTERN.matcher(text);
        int end = 0;
        while (matcher.find()) {
            assertEquals(end, matcher.start(), "the pattern leaves nothing out");
            end = matcher.end();
            pieces.add(matcher.group());
        }
        assertEquals(text.length(), end);
        return pieces;
    }

    private static List<String> byScanner(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<String> pieces = new ArrayList<>();
        for (int at = 0; at < bytes.length;) {
            int end = Pieces.OURS.end(bytes, at, bytes.length);
            pieces.add(new String(bytes, at, end - at, StandardCharsets.UTF_8));
            at = end;
        }
        return pieces;
    }

    @Test
    void piecesOfASentence() {
        assertEquals(List.of("I", "'ll", " pay", " ", "12", "34", "5", " €", "s", "...", " don", "'t", "?!\n\n",
            "  ", " (", "now", ")"), byScanner("I'll pay 12345 €s... don't?!\n\n   (now)"));
    }

    @Test
    void equalToTheRegexOnAwkwardText() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String text = TestStrings.awkward(random, 1 + random.nextInt(12));
            assertEquals(byRegex(text), byScanner(text), () -> "of " + text);
        }
    }

    @Test
    void equalToTheRegexOnEveryCharacterInContext() {
        StringBuilder text = new StringBuilder();
        for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
            if (c < 0xD800 || c > 0xDFFF) {
                text.appendCodePoint(c).append(c % 5 == 0 ? " " : c % 7 == 0 ? "'s" : c % 11 == 0 ? "\n" : "");
            }
        }
        assertEquals(byRegex(text.toString()), byScanner(text.toString()));
    }

    @Test
    void equalToTheRegexOnSourceCode() throws IOException {
        Path sources = Path.of(System.getProperty("longrun.root"), "tokenizer", "src");
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String text = Files.readString(file);
                assertEquals(byRegex(text), byScanner(text), file::toString);
            }
        }
    }

    @Test
    void everyBrokenByteIsOneOtherCharacter() {
        Random random = new Random(8);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = TestStrings.bytes(random, random.nextInt(20));
            StringBuilder replaced = new StringBuilder();
            List<Integer> ends = new ArrayList<>();
            for (int at = 0; at < bytes.length;) {
                int c = Utf8.decode(bytes, at, bytes.length);
                replaced.appendCodePoint(c < 0 ? 0xFFFD : c >> 3);
                at += c < 0 ? 1 : c & 7;
                while (ends.size() < replaced.length()) {
                    ends.add(at);
                }
            }
            List<Integer> expected = new ArrayList<>();
            int chars = 0;
            for (String piece : byRegex(replaced.toString())) {
                chars += piece.length();
                expected.add(ends.get(chars - 1));
            }
            List<Integer> actual = new ArrayList<>();
            for (int at = 0; at < bytes.length;) {
                at = Pieces.OURS.end(bytes, at, bytes.length);
                actual.add(at);
            }
            assertEquals(expected, actual);
        }
    }
}
