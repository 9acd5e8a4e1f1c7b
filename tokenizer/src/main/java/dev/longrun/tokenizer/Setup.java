package dev.longrun.tokenizer;

import java.util.List;

/**
 * What a tokenizer is made of, in the order of the work.
 *
 * @param raw the added tokens that are found in the text as it comes
 * @param normalizer what changes the text between them
 * @param normalized the added tokens that are found after that
 * @param cutting what cuts the rest, before the model's own cuts
 * @param model what makes tokens of pieces
 * @param around what is put around a text
 * @param vocabulary the tokens
 * @param bytesAsTheyAre that the model takes any bytes, not only valid text
 */
record Setup(AddedTokens raw, Normalizer normalizer, AddedTokens normalized, List<PreTokenizer> cutting, Model model,
    Around around, Vocabulary vocabulary, boolean bytesAsTheyAre) {

    Setup with(Around other) {
        return new Setup(raw, normalizer, normalized, cutting, model, other, vocabulary, bytesAsTheyAre);
    }
}
