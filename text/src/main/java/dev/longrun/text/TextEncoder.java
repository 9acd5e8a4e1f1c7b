package dev.longrun.text;

import dev.longrun.tensor.ThreadTeam;
import dev.longrun.tokenizer.Encoder;
import dev.longrun.tokenizer.IntList;
import dev.longrun.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;

/** Turns the text of one side of the split into a shard: before each document the separator, then its tokens. */
final class TextEncoder {

    static final String STAGE = "Turning text into tokens";
    /** Groups of about a megabyte that are encoded before they are written. */
    private static final int WAVE = 32;

    private TextEncoder() {
    }

    /** Writes {@code file} and returns how many tokens it holds. */
    static long encode(RawText text, Tokenizer tokenizer, Path file, ThreadTeam team, Watcher watcher)
        throws IOException {
        Parts parts = Parts.of(text, Long.MAX_VALUE);
        Encoder[] encoders = new Encoder[team.size()];
        byte[][] buffers = new byte[team.size()][0];
        for (int worker = 0; worker < encoders.length; worker++) {
            encoders[worker] = tokenizer.encoder();
        }
        try (ShardWriter shard = new ShardWriter(file, Tokens.tokenBytes(tokenizer.vocabulary()))) {
            for (int first = 0; first < parts.groups(); first += WAVE) {
                watcher.progress(STAGE, (double) first / parts.groups());
                int begin = first;
                IntList[] wave = new IntList[Math.min(WAVE, parts.groups() - first)];
                team.run(wave.length, (task, worker) -> {
                    IntList tokens = new IntList();
                    buffers[worker] = parts.visit(begin + task, buffers[worker], (bytes, from, end, opens) -> {
                        if (opens) {
                            tokens.add(tokenizer.endOfText());
                        }
                        encoders[worker].encode(bytes, from, end, tokens);
                    });
                    wave[task] = tokens;
                });
                for (IntList tokens : wave) {
                    shard.write(tokens.values(), tokens.size());
                }
            }
            watcher.progress(STAGE, 1);
            return shard.size();
        }
    }
}
