package dev.longrun.text;

import dev.longrun.tokenizer.IntList;
import dev.longrun.tokenizer.Pieces;
import java.util.BitSet;

/**
 * Raw text cut into groups of about a megabyte that threads work on one each. Large documents are cut too, but only
 * between a line feed and an ASCII letter, where every piece of {@link Pieces} ends: the pieces are those of the whole.
 */
final class Parts {

    /** Takes one part: text[from, end), and whether it is the beginning of a document. */
    interface Visitor {
        void part(byte[] text, int from, int end, boolean opens);
    }

    private static final int GROUP_BYTES = 1 << 20;

    private final RawText text;
    private final LongList starts = new LongList();
    private final BitSet opens = new BitSet();
    private final IntList groups = new IntList();
    private final long[] bounds;
    private long groupStart;

    private Parts(RawText text, long most) {
        this.text = text;
        long end = 0;
        for (int document = 0; document < text.documents() && text.start(document) < most; document++) {
            end = text.start(document + 1);
            add(text.start(document), end);
        }
        groups.add(starts.size());
        starts.add(end);
        bounds = starts.copy();
    }

    /** Of the documents that begin within the first {@code most} bytes. */
    static Parts of(RawText text, long most) {
        return new Parts(text, most);
    }

    int groups() {
        return groups.size() - 1;
    }

    long bytes() {
        return bounds[bounds.length - 1];
    }

    /** Reads a group, into {@code buffer} if it is large enough, and visits its parts; returns the buffer used. */
    byte[] visit(int group, byte[] buffer, Visitor visitor) {
        int first = groups.get(group);
        int last = groups.get(group + 1);
        int count = (int) (bounds[last] - bounds[first]);
        byte[] bytes = buffer.length >= count ? buffer : new byte[count];
        text.copy(bounds[first], bytes, count);
        for (int part = first; part < last; part++) {
            visitor.part(bytes, (int) (bounds[part] - bounds[first]), (int) (bounds[part + 1] - bounds[first]),
                opens.get(part));
        }
        return bytes;
    }

    private void add(long from, long end) {
        opens.set(starts.size());
        for (long at = from; at < end;) {
            if (groups.size() == 0 || at - groupStart >= GROUP_BYTES) {
                groups.add(starts.size());
                groupStart = at;
            }
            starts.add(at);
            at = end - at <= GROUP_BYTES ? end : cut(at + GROUP_BYTES, end);
        }
    }

    private long cut(long from, long end) {
        for (long at = from; at < end; at++) {
            int letter = text.at(at) | 0x20;
            if (letter >= 'a' && letter <= 'z' && text.at(at - 1) == '\n') {
                return at;
            }
        }
        return end;
    }
}
