package dev.longrun.tokenizer;

/** What merging begins with: the tokens of single bytes or characters. Immutable. */
interface Alphabet {

    /** Writes the tokens that text[from, end) begins as, at most one a byte, and returns how many. */
    int atoms(byte[] text, int from, int end, int[] into);

    /** Appends what came of merging: the first {@code count} of {@code tokens}. */
    default void emit(int[] tokens, int count, IntList into) {
        into.addAll(tokens, 0, count);
    }

    /** Single bytes by their value; a byte whose token is negative becomes none. */
    record Bytes(int[] tokens) implements Alphabet {

        @Override
        public int atoms(byte[] text, int from, int end, int[] into) {
            int count = 0;
            for (int i = from; i < end; i++) {
                int token = tokens[text[i] & 0xFF];
                into[count] = token;
                count += token >= 0 ? 1 : 0;
            }
            return count;
        }
    }
}
