/**
 * From text to tokens and back, exactly as the tokenizer's own family does it: byte-level BPE that we train, and what
 * the open models bring (tokenizer.json, tokenizer.model, tokenizer.tok.json, the vocabulary inside a GGUF file). Read
 * first: {@link dev.longrun.tokenizer.Tokenizer} (what others use), {@link dev.longrun.tokenizer.Encoder} (the order of
 * the work), {@link dev.longrun.tokenizer.PieceEncoder} and {@link dev.longrun.tokenizer.Merger} (byte pairs), {@link
 * dev.longrun.tokenizer.Unigram}, {@link dev.longrun.tokenizer.StreamDecoder} (back to text).
 */
package dev.longrun.tokenizer;
