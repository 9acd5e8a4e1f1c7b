package dev.longrun.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What SentencePiece does with text before it cuts it: replacements, the longest first; spaces at the ends gone and
 * runs of them one; a space before the text; spaces as U+2581.
 *
 * @param map the replacements
 * @param userDefined pieces that are left as they are
 * @param prefix whether a space is put before the text
 * @param removeExtra whether extra spaces go
 * @param escape whether spaces become U+2581
 * @param suffix whether that space is put after the text instead
 */
record SentencePieceNormalizer(Optional<CharsMap> map, Trie userDefined, boolean prefix, boolean removeExtra,
    boolean escape, boolean suffix) implements Normalizer {

    static final String MARK = "\u2581";

    @Override
    public String apply(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return apply(bytes, 0, bytes.length);
    }

    /** Of bytes, of which each that belongs to no character becomes U+FFFD and is not replaced. */
    String apply(byte[] bytes, int begin, int end) {
        StringBuilder to = new StringBuilder(end - begin + (end - begin) / 4 + 1);
        boolean afterSpace = removeExtra;
        for (int at = begin; at < end;) {
            int user = userDefined(bytes, at, end);
            long found = user > 0 || map.isEmpty() ? -1 : map.get().find(bytes, at, end, true);
            int decoded = Utf8.decode(bytes, at, end);
            int c = decoded < 0 ? 0xFFFD << 3 | 1 : decoded;
            int length = user > 0 ? user : found >= 0 ? (int) found : c & 7;
            String part = found >= 0 ? map.get().text(found) : null;
            int from = to.length();
            if (part == null && length == (c & 7)) {
                if (c >> 3 != ' ' || !afterSpace) {
                    to.appendCodePoint(c >> 3);
                }
            } else {
                append(part == null ? new String(bytes, at, length, StandardCharsets.UTF_8) : part, afterSpace, to);
            }
            if (removeExtra && to.length() > from) {
                afterSpace = to.charAt(to.length() - 1) == ' ';
            }
            at += length;
        }
        return around(to);
    }

    private static void append(String part, boolean afterSpace, StringBuilder to) {
        int from = 0;
        while (afterSpace && from < part.length() && part.charAt(from) == ' ') {
            from++;
        }
        to.append(part, from, part.length());
    }

    private String around(StringBuilder text) {
        if (text.isEmpty()) {
            return "";
        }
        // Where spaces become marks, marks that stand in the text are at its end taken for spaces.
        while (removeExtra && !text.isEmpty() && (text.charAt(text.length() - 1) == ' '
            || escape && text.charAt(text.length() - 1) == MARK.charAt(0))) {
            text.setLength(text.length() - 1);
        }
        if (prefix && (suffix || !text.isEmpty())) {
            text.insert(suffix ? text.length() : 0, ' ');
        }
        return escape ? text.toString().replace(" ", MARK) : text.toString();
    }

    private int userDefined(byte[] text, int at, int end) {
        int longest = 0;
        int node = userDefined.step(0, text[at] & 0xFF);
        for (int i = at + 1; node != Trie.NONE; i++) {
            if (userDefined.value(node) != Trie.NONE) {
                longest = i - at;
            }
            node = i < end ? userDefined.step(node, text[i] & 0xFF) : Trie.NONE;
        }
        return longest;
    }
}
