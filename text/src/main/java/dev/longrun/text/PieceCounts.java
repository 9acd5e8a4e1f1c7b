package dev.longrun.text;

import dev.longrun.tensor.ThreadTeam;

/** How often each distinct piece stands in the training text. */
final class PieceCounts {

    static final String STAGE = "Counting words";
    /** The vocabulary is learnt from at most so much text: documents in the order of their hashes are a fair sample. */
    static final long MOST_BYTES = 256L << 20;
    /** Longer pieces (a line of DNA, say) are cut, for a merge rewrites every piece it touches. */
    private static final int LONGEST = 512;

    private PieceCounts() {
    }

    static PieceTable count(RawText text, ThreadTeam team, Watcher watcher) {
        Parts parts = Parts.of(text, MOST_BYTES);
        PieceTable[] tables = new PieceTable[team.size()];
        byte[][] buffers = new byte[team.size()][0];
        for (int worker = 0; worker < tables.length; worker++) {
            tables[worker] = new PieceTable();
        }
        team.run(parts.groups(), (group, worker) -> {
            if (worker == 0) {
                watcher.progress(STAGE, (double) group / parts.groups());
            }
            buffers[worker] = parts.visit(group, buffers[worker],
                (bytes, from, end, opens) -> count(bytes, from, end, tables[worker]));
        });
        for (int worker = 1; worker < tables.length; worker++) {
            tables[0].addAll(tables[worker]);
        }
        watcher.progress(STAGE, 1);
        return tables[0];
    }

    static void count(byte[] text, int from, int end, PieceTable into) {
        int at = from;
        while (at < end) {
            int pieceEnd = Pieces.end(text, at, end);
            while (at < pieceEnd) {
                int stop = Math.min(pieceEnd, at + LONGEST);
                into.add(text, at, stop, 1);
                at = stop;
            }
        }
    }
}
