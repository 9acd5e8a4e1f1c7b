package dev.longrun.tokenizer;

import java.util.ArrayList;
import java.util.List;

/** What becomes of the places where text is cut, by Hugging Face's names. */
enum Behavior {

    /** They go. */
    REMOVED,
    /** Each is a piece of its own. */
    ISOLATED,
    /** They end the piece before them. */
    MERGED_WITH_PREVIOUS,
    /** They begin the piece after them. */
    MERGED_WITH_NEXT,
    /** Neighbours are one piece. */
    CONTIGUOUS;

    /** The pieces that spans become, in order. */
    List<Span> arrange(List<Span> spans) {
        return switch (this) {
            case REMOVED -> spans.stream().filter(span -> !span.match()).toList();
            case ISOLATED -> spans;
            case CONTIGUOUS -> {
                List<Span> joined = new ArrayList<>();
                boolean before = false;
                for (Span span : spans) {
                    join(joined, span, span.match() == before);
                    before = span.match();
                }
                yield joined;
            }
            case MERGED_WITH_PREVIOUS -> {
                List<Span> joined = new ArrayList<>();
                boolean before = false;
                for (Span span : spans) {
                    join(joined, span, span.match() && !before);
                    before = span.match();
                }
                yield joined;
            }
            case MERGED_WITH_NEXT -> {
                List<Span> joined = new ArrayList<>();
                for (int i = 0; i < spans.size(); i++) {
                    boolean beforeOther = i > 0 && spans.get(i - 1).match() && !spans.get(i).match();
                    join(joined, spans.get(i), beforeOther);
                }
                yield joined;
            }
        };
    }

    /** Appends a span, as part of the last one if it belongs to it. */
    private static void join(List<Span> joined, Span span, boolean belongs) {
        if (belongs && !joined.isEmpty()) {
            Span last = joined.removeLast();
            joined.add(new Span(last.from(), span.end(), last.match()));
        } else {
            joined.add(span);
        }
    }
}
