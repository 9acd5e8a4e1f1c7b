package dev.longrun.tokenizer;

import java.util.BitSet;
import java.util.List;

/**
 * Finds added tokens in text: of those that begin at a place the longest, and on from its end. As in Hugging Face's
 * tokenizers, one that does not count (a special token while they are text, half of a word) still hides what lies in
 * it.
 */
final class AddedTokens {

    /** Takes the parts of a text in order: tokens, and what stands between them. */
    interface Visitor {

        /** {@code token} is an id, or {@link Trie#NONE} for text[from, end) without one. */
        void part(int token, int from, int end);
    }

    /** None. */
    static final AddedTokens NONE = new AddedTokens(List.of(), List.of());

    private final List<AddedToken> tokens;
    private final Trie trie = new Trie();
    private final BitSet firsts = new BitSet();

    /** Token i is looked for as spellings.get(i), which is not empty. */
    AddedTokens(List<AddedToken> tokens, List<String> spellings) {
        this.tokens = List.copyOf(tokens);
        for (int i = 0; i < spellings.size(); i++) {
            trie.put(spellings.get(i), i);
            firsts.set(spellings.get(i).charAt(0));
        }
    }

    /** True when no text can hold one of them. */
    boolean nothingToFind(boolean readSpecials) {
        return tokens.stream().allMatch(token -> token.special() && !readSpecials);
    }

    void visit(String text, boolean readSpecials, Visitor visitor) {
        int done = 0;
        int at = tokens.isEmpty() ? text.length() : 0;
        while (at < text.length()) {
            int end = at;
            int found = Trie.NONE;
            if (firsts.get(text.charAt(at))) {
                int node = 0;
                for (int i = at; i < text.length() && (node = trie.step(node, text.charAt(i))) != Trie.NONE; i++) {
                    if (trie.value(node) != Trie.NONE) {
                        found = trie.value(node);
                        end = i + 1;
                    }
                }
            }
            if (found == Trie.NONE) {
                at++;
                continue;
            }
            AddedToken token = tokens.get(found);
            if (counts(token, text, at, end, readSpecials)) {
                int from = token.leftSpace() ? Math.max(done, spaceBefore(text, at)) : Math.max(done, at);
                int to = Math.max(from, token.rightSpace() ? spaceAfter(text, end) : end);
                if (done < from) {
                    visitor.part(Trie.NONE, done, from);
                }
                visitor.part(token.id(), from, to);
                done = to;
            }
            at = end;
        }
        if (done < text.length()) {
            visitor.part(Trie.NONE, done, text.length());
        }
    }

    private static boolean counts(AddedToken token, String text, int from, int end, boolean readSpecials) {
        if (token.special() && !readSpecials) {
            return false;
        }
        return !token.singleWord() || (from == 0 || !inWord(text.codePointBefore(from)))
            && (end == text.length() || !inWord(text.codePointAt(end)));
    }

    private static int spaceBefore(String text, int at) {
        int from = at;
        while (from > 0 && CharClass.isSpace(text.charAt(from - 1))) {
            from--;
        }
        return from;
    }

    private static int spaceAfter(String text, int at) {
        int end = at;
        while (end < text.length() && CharClass.isSpace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Unicode's \w (UTS 18, annex C). */
    private static boolean inWord(int c) {
        return Character.isAlphabetic(c) || switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK,
                Character.DECIMAL_DIGIT_NUMBER, Character.CONNECTOR_PUNCTUATION -> true;
            default -> c == 0x200C || c == 0x200D;
        };
    }
}
