package dev.longrun.text;

import dev.longrun.tensor.ThreadTeam;
import dev.longrun.tokenizer.PieceTable;
import dev.longrun.tokenizer.Pieces;

/** How often each distinct piece stands in the training text. */
final class PieceCounts {

    static final String STAGE = "Counting words";
    /** The vocabulary is learnt from at most so much text: documents in the order of their hashes are a fair sample. */
    static final long MOST_BYTES = 256L << 20;
    /** Longer pieces (a line of DNA, say) are cut, for a merge rewrites every piece it touches. */
    private static final int LONGEST = 512;

    /** Groups of about a megabyte counted between two looks at the memory used. */
    private static final int WAVE = 32;
    /** Text whose distinct pieces take more (random letters) is counted no further; 100 MB of code has 3 MB. */
    private static final int MOST_DISTINCT_BYTES = 32 << 20;

    private PieceCounts() {
    }

    static PieceTable count(RawText text, ThreadTeam team, Watcher watcher) {
        Parts parts = Parts.of(text, MOST_BYTES);
        PieceTable all = new PieceTable();
        PieceTable[] tables = new PieceTable[team.size()];
        byte[][] buffers = new byte[team.size()][0];
        // Waves are the same whatever the team, and so is the result.
        for (int first = 0; first < parts.groups() && all.bytesHeld() < MOST_DISTINCT_BYTES; first += WAVE) {
            watcher.progress(STAGE, (double) first / parts.groups());
            int begin = first;
            for (int worker = 0; worker < tables.length; worker++) {
                tables[worker] = new PieceTable();
            }
            team.run(Math.min(WAVE, parts.groups() - first), (task, worker) -> buffers[worker] = parts.visit(
                begin + task, buffers[worker], (bytes, from, end, opens) -> count(bytes, from, end, tables[worker])));
            for (PieceTable table : tables) {
                all.addAll(table);
            }
        }
        watcher.progress(STAGE, 1);
        return all;
    }

    static void count(byte[] text, int from, int end, PieceTable into) {
        int at = from;
        while (at < end) {
            int pieceEnd = Pieces.OURS.end(text, at, end);
            while (at < pieceEnd) {
                int stop = Math.min(pieceEnd, at + LONGEST);
                into.add(text, at, stop, 1);
                at = stop;
            }
        }
    }
}
