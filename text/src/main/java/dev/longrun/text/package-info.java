/**
 * From files to tokens: corpora, the learning of a vocabulary, memory-mapped token shards, batches and n-gram floors.
 * Read first: {@link dev.longrun.text.Dataset} (what others use), {@link dev.longrun.text.DatasetBuilder} (the order of
 * the work), {@link dev.longrun.text.Selection} (which text, and the split), {@link dev.longrun.text.BpeTrainer} (the
 * vocabulary), {@link dev.longrun.text.Batches} (what training sees).
 */
package dev.longrun.text;
