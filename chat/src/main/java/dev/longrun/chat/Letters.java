package dev.longrun.chat;

import java.util.Locale;
import java.util.function.IntPredicate;

/** Upper and lower case, and kinds of characters, as Python's str has them. */
final class Letters {

    private Letters() {
    }

    /** The first character in upper case, the others in lower case. */
    static String capitalize(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = Character.charCount(text.codePointAt(0));
        return titled(text.codePointAt(0)) + text.substring(first).toLowerCase(Locale.ROOT);
    }

    /** Each run of letters with its first in upper case, the others in lower case. */
    static String title(String text) {
        StringBuilder out = new StringBuilder();
        boolean inside = false;
        for (int c : text.codePoints().toArray()) {
            String letter = Character.toString(c);
            out.append(inside ? letter.toLowerCase(Locale.ROOT) : titled(c));
            inside = cased(c);
        }
        return out.toString();
    }

    private static String titled(int c) {
        String upper = Character.toString(c).toUpperCase(Locale.ROOT);
        int first = upper.codePointAt(0);
        return Character.toTitleCase(c) != c || upper.length() == Character.charCount(first)
            ? Character.toString(Character.toTitleCase(c))
            : Character.toString(first) + upper.substring(Character.charCount(first)).toLowerCase(Locale.ROOT);
    }

    static String swapCase(String text) {
        StringBuilder out = new StringBuilder();
        for (int c : text.codePoints().toArray()) {
            String letter = Character.toString(c);
            out.append(Character.isUpperCase(c) ? letter.toLowerCase(Locale.ROOT)
                : Character.isLowerCase(c) ? letter.toUpperCase(Locale.ROOT) : letter);
        }
        return out.toString();
    }

    static boolean all(String text, IntPredicate kind) {
        return !text.isEmpty() && text.codePoints().allMatch(kind);
    }

    static boolean cased(int c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    static boolean upper(String text) {
        return text.codePoints().anyMatch(Character::isUpperCase)
            && text.codePoints().noneMatch(c -> Character.isLowerCase(c) || Character.isTitleCase(c));
    }

    static boolean lower(String text) {
        return text.codePoints().anyMatch(Character::isLowerCase)
            && text.codePoints().noneMatch(c -> Character.isUpperCase(c) || Character.isTitleCase(c));
    }

    static boolean digit(int c) {
        return Character.isDigit(c) || Character.getType(c) == Character.OTHER_NUMBER
            && Character.getNumericValue(c) >= 0 && Character.getNumericValue(c) < 10;
    }

    static boolean numeric(int c) {
        return Character.isDigit(c) || Character.getType(c) == Character.OTHER_NUMBER
            || Character.getType(c) == Character.LETTER_NUMBER;
    }
}
