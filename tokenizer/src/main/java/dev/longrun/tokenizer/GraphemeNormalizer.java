package dev.longrun.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SentencePiece's replacements as Hugging Face's library applies them: a grapheme of less than six bytes is replaced by
 * what the shortest key at its beginning stands for, else every character by what its shortest key stands for.
 */
record GraphemeNormalizer(CharsMap map) implements Normalizer {

    private static final Pattern GRAPHEME = Pattern.compile("\\X");
    private static final int LONGEST = 6;

    @Override
    public String apply(String text) {
        StringBuilder to = new StringBuilder(text.length());
        Matcher graphemes = GRAPHEME.matcher(text);
        while (graphemes.find()) {
            String grapheme = graphemes.group();
            byte[] bytes = grapheme.getBytes(StandardCharsets.UTF_8);
            long whole = bytes.length < LONGEST ? map.find(bytes, 0, bytes.length, false) : -1;
            if (whole >= 0) {
                to.append(map.text(whole));
                continue;
            }
            for (int at = 0; at < bytes.length;) {
                int c = Utf8.decode(bytes, at, bytes.length);
                int end = at + (c & 7);
                long one = map.find(bytes, at, end, false);
                if (one >= 0) {
                    to.append(map.text(one));
                } else {
                    to.appendCodePoint(c >> 3);
                }
                at = end;
            }
        }
        return to.toString();
    }
}
