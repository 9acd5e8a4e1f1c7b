package dev.longrun.tokenizer;

/** Turns text, normalised and cut, into tokens. For one thread at a time. */
interface StretchEncoder {

    /** Appends the tokens of text[from, end), which is valid UTF-8 unless the model is one of bytes. */
    void encode(byte[] text, int from, int end, IntList into);
}
