package dev.longrun.tokenizer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Text for tests, made from a seed. */
final class TestStrings {

    private static final String[] SYLLABLES = {"ka", "lo", "mi", "ten", "sor", "be", "ra", "nu", "é", "ß", "语", "да"};
    private static final String[] GLUE = {" ", " ", " ", ", ", ". ", "\n", "\n\n", "  ", "\t", "'s ", " 19", "(", ");"};

    /** Characters that the pattern tells apart, and awkward ones. */
    private static final String[] AWKWARD = {"a", "Z", "é", "ſ", "K", "ʼ", "'", "’", "'s", "'S", "'ll", "'LL", "'Re",
        "'ve", "'d", "'T", "'m", "'x", " ", "  ", "\t", "\n", "\r", "\r\n", "\u000b", "\f", "\u0085", "\u00a0",
        "\u2028", "\u2029", "\u3000", "\u200b", "\ufeff", "\u1680", "0", "12", "345", "٣", "Ⅷ", "½", "²", "語", "ไทย",
        "हिन्दी", "한국", "עברית", "العربية", "😀", "👩‍👩‍👧",
        "🇩🇪", "e\u0301", "𝔘", "𐍈", ".", "...", "//", "#", "_", "-", "<|endoftext|>",
        "\u001c", "\u001f", "\u0001", "\u007f", "\u180e", "\u202f", "\u205f", "\ufffd", "\u0378", "\ue000"};

    private TestStrings() {
    }

    static String prose(long seed, int bytes) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < bytes) {
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                double skewed = random.nextDouble() * random.nextDouble();
                text.append(SYLLABLES[(int) (skewed * SYLLABLES.length)]);
            }
            text.append(GLUE[random.nextInt(GLUE.length)]);
        }
        return text.toString();
    }

    static String awkward(Random random, int parts) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts; i++) {
            text.append(AWKWARD[random.nextInt(AWKWARD.length)]);
        }
        return text.toString();
    }

    /** Bytes of every sort: ASCII, whole characters, halves of characters, anything. */
    static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) switch (random.nextInt(4)) {
                case 0 -> random.nextInt(256);
                case 1 -> "\n\r\t 'sl".charAt(random.nextInt(7));
                case 2 -> 0x80 + random.nextInt(128);
                default -> 32 + random.nextInt(96);
            };
        }
        return bytes;
    }

    /** A tokenizer that learnt from a text, as ours do: the slow way, all pairs counted anew for every merge. */
    static Tokenizer tokenizer(String text, int vocabulary) {
        Map<List<Integer>, Long> pieces = new HashMap<>();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length;) {
            int end = Pieces.OURS.end(bytes, at, bytes.length);
            pieces.merge(IntStream.range(at, end).mapToObj(i -> bytes[i] & 0xFF).toList(), 1L, Long::sum);
            at = end;
        }
        int[] lefts = new int[vocabulary - 257];
        int[] rights = new int[lefts.length];
        for (int merge = 0; merge < lefts.length; merge++) {
            Map<Long, Long> counts = new HashMap<>();
            pieces.forEach((piece, count) -> {
                for (int i = 0; i + 1 < piece.size(); i++) {
                    counts.merge((long) piece.get(i) << 32 | piece.get(i + 1), count, Long::sum);
                }
            });
            long best = counts.entrySet().stream().max(Map.Entry.<Long, Long>comparingByValue()
                .thenComparing(Map.Entry.<Long, Long>comparingByKey().reversed())).orElseThrow().getKey();
            lefts[merge] = (int) (best >>> 32);
            rights[merge] = (int) best;
            Map<List<Integer>, Long> next = new HashMap<>();
            int token = 256 + merge;
            pieces.forEach((piece, count) -> next.merge(merged(piece, best, token), count, Long::sum));
            pieces = next;
        }
        return Tokenizer.of(lefts, rights);
    }

    private static List<Integer> merged(List<Integer> piece, long pair, int token) {
        List<Integer> to = new ArrayList<>();
        for (int i = 0; i < piece.size(); i++) {
            boolean here = i + 1 < piece.size() && ((long) piece.get(i) << 32 | piece.get(i + 1)) == pair;
            to.add(here ? token : piece.get(i));
            i += here ? 1 : 0;
        }
        return to;
    }

    static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    static void write(Path file, byte[] bytes) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
