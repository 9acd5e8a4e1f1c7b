package dev.longrun.tokenizer;

/** What becomes of special tokens ({@code <|eot_id|>}, {@code <s>}) when text is encoded. */
public enum Specials {

    /** Written in the text they are text: nobody forges the end of a turn. What a user says belongs here. */
    TEXT,
    /** Written in the text they are the tokens. A rendered chat template belongs here. */
    READ,
    /** As {@link #READ}, and what the tokenizer puts around a text (a beginning, an end) is put there. */
    ADDED
}
