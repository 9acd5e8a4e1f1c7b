package dev.longrun.tokenizer;

import java.text.Normalizer.Form;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes text before it is cut, as Hugging Face's normalizer of the same name does. Immutable. */
interface Normalizer {

    /** Leaves text as it is. */
    Normalizer NONE = text -> text;

    String apply(String text);

    /** NFC, NFD, NFKC or NFKD. */
    record Unicode(Form form) implements Normalizer {
        @Override
        public String apply(String text) {
            return java.text.Normalizer.isNormalized(text, form) ? text : java.text.Normalizer.normalize(text, form);
        }
    }

    /** Every occurrence of a string by another. */
    record Replace(String from, String to) implements Normalizer {
        @Override
        public String apply(String text) {
            return text.replace(from, to);
        }
    }

    /** Every match of an expression by a string. */
    record ReplacePattern(Pattern from, String to) implements Normalizer {
        @Override
        public String apply(String text) {
            return Onig.guarded(from, text,
                bounded -> from.matcher(bounded).replaceAll(Matcher.quoteReplacement(to)));
        }
    }

    /** A string before a text that is not empty. */
    record Prepend(String prefix) implements Normalizer {
        @Override
        public String apply(String text) {
            return text.isEmpty() ? text : prefix + text;
        }
    }

    /** Character by character, so that a sigma is never the final one. */
    record Lowercase() implements Normalizer {
        @Override
        public String apply(String text) {
            StringBuilder to = new StringBuilder(text.length());
            text.codePoints().forEach(c -> to.append(Character.toString(c).toLowerCase(Locale.ROOT)));
            return to.toString();
        }
    }

    /** White space at the ends. */
    record Strip(boolean left, boolean right) implements Normalizer {
        @Override
        public String apply(String text) {
            int from = 0;
            int end = text.length();
            while (left && from < end && CharClass.isSpace(text.charAt(from))) {
                from++;
            }
            while (right && from < end && CharClass.isSpace(text.charAt(end - 1))) {
                end--;
            }
            return text.substring(from, end);
        }
    }

    /** Combining marks (M) go. */
    record StripAccents() implements Normalizer {
        @Override
        public String apply(String text) {
            StringBuilder to = new StringBuilder(text.length());
            text.codePoints().filter(c -> switch (Character.getType(c)) {
                case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> false;
                default -> true;
            }).forEach(to::appendCodePoint);
            return to.toString();
        }
    }

    /** One after another. */
    record Sequence(List<Normalizer> steps) implements Normalizer {
        @Override
        public String apply(String text) {
            String now = text;
            for (Normalizer step : steps) {
                now = step.apply(now);
            }
            return now;
        }
    }
}
