/** From files to tokens: corpora, byte-level BPE, memory-mapped token shards, batches and n-gram floors. */
package dev.longrun.text;
