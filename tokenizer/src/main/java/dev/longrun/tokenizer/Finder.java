package dev.longrun.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what text is cut at. Immutable. */
interface Finder {

    /** Spans that together are the whole text, in order: what was looked for and what stands between. */
    List<Span> find(String text);

    /** The same with match and no match exchanged. */
    static Finder inverted(Finder finder) {
        return text -> finder.find(text).stream()
            .map(span -> new Span(span.from(), span.end(), !span.match())).toList();
    }

    /** A string, or with an empty one nothing. */
    static Finder literal(String string) {
        return text -> {
            List<Span> spans = new ArrayList<>();
            int done = 0;
            int found = string.isEmpty() ? -1 : text.indexOf(string);
            while (found >= 0) {
                add(spans, done, found, found + string.length());
                done = found + string.length();
                found = text.indexOf(string, done);
            }
            return rest(spans, done, text);
        };
    }

    /** An expression. */
    static Finder pattern(Pattern pattern) {
        return text -> Onig.guarded(pattern, text, bounded -> {
            List<Span> spans = new ArrayList<>();
            int done = 0;
            Matcher matcher = pattern.matcher(bounded);
            while (matcher.find()) {
                add(spans, done, matcher.start(), matcher.end());
                done = matcher.end();
            }
            return rest(spans, done, text);
        });
    }

    /** Characters one by one. */
    static Finder characters(IntPredicate which) {
        return text -> {
            List<Span> spans = new ArrayList<>();
            int done = 0;
            for (int at = 0; at < text.length();) {
                int c = text.codePointAt(at);
                int end = at + Character.charCount(c);
                if (which.test(c)) {
                    add(spans, done, at, end);
                    done = end;
                }
                at = end;
            }
            return rest(spans, done, text);
        };
    }

    private static void add(List<Span> spans, int done, int from, int end) {
        if (done < from) {
            spans.add(new Span(done, from, false));
        }
        spans.add(new Span(from, end, true));
    }

    private static List<Span> rest(List<Span> spans, int done, String text) {
        if (done < text.length()) {
            spans.add(new Span(done, text.length(), false));
        }
        return spans;
    }
}
