package dev.longrun.chat;

import dev.longrun.chat.Value.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** split, rsplit, splitlines and partition of a string. */
final class Splits {

    private Splits() {
    }

    static Value split(Budget budget, String text, Arguments arguments, boolean fromLeft) {
        Arguments.Bound bound = arguments.bind(fromLeft ? "split" : "rsplit", 0, "sep", "maxsplit");
        Optional<String> separator = bound.optionalText("sep");
        int most = bound.integer("maxsplit", -1);
        List<String> parts = new ArrayList<>();
        if (separator.isEmpty()) {
            words(text, most, fromLeft, parts);
        } else if (separator.get().isEmpty()) {
            throw new Trouble("split at an empty separator");
        } else {
            separated(text, separator.get(), most, fromLeft, parts);
        }
        budget.step(parts.size());
        if (!fromLeft) {
            Collections.reverse(parts);
        }
        return StringMethods.list(parts);
    }

    private static void separated(String text, String separator, int most, boolean fromLeft, List<String> parts) {
        int start = 0;
        int end = text.length();
        while (most < 0 || parts.size() < most) {
            int at = fromLeft ? text.indexOf(separator, start) : text.lastIndexOf(separator, end - separator.length());
            if (at < 0) {
                break;
            }
            parts.add(fromLeft ? text.substring(start, at) : text.substring(at + separator.length(), end));
            start = fromLeft ? at + separator.length() : start;
            end = fromLeft ? end : at;
        }
        parts.add(text.substring(start, end));
    }

    /** At runs of white space. */
    private static void words(String text, int most, boolean fromLeft, List<String> parts) {
        String rest = fromLeft ? Spaces.stripLeft(text) : Spaces.stripRight(text);
        int start = 0;
        int end = rest.length();
        while (start < end) {
            if (most >= 0 && parts.size() == most) {
                String last = rest.substring(start, end);
                parts.add(fromLeft ? last : Spaces.stripRight(last));
                return;
            }
            int at = fromLeft ? start : end;
            while (fromLeft ? at < end && !Spaces.is(rest.charAt(at)) : at > start && !Spaces.is(rest.charAt(at - 1))) {
                at += fromLeft ? 1 : -1;
            }
            parts.add(fromLeft ? rest.substring(start, at) : rest.substring(at, end));
            while (fromLeft ? at < end && Spaces.is(rest.charAt(at)) : at > start && Spaces.is(rest.charAt(at - 1))) {
                at += fromLeft ? 1 : -1;
            }
            start = fromLeft ? at : start;
            end = fromLeft ? end : at;
        }
    }

    static Value lines(Budget budget, String text, Arguments arguments) {
        List<String> lines = Spaces.lines(text, arguments.bind("splitlines", 0, "keepends").flag("keepends", false));
        budget.step(lines.size());
        return StringMethods.list(lines);
    }

    static Value partition(String text, Arguments arguments, boolean first) {
        String separator = arguments.bind("partition", 1, "sep").text("sep");
        if (separator.isEmpty()) {
            throw new Trouble("partition at an empty separator");
        }
        int at = first ? text.indexOf(separator) : text.lastIndexOf(separator);
        List<String> parts = at >= 0
            ? List.of(text.substring(0, at), separator, text.substring(at + separator.length()))
            : first ? List.of(text, "", "") : List.of("", "", text);
        return new Tuple(parts.stream().map(Value::text).toList());
    }
}
