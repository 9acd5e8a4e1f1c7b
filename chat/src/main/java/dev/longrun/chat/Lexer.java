package dev.longrun.chat;

import dev.longrun.chat.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into tokens, with Jinja2's rules for white space as transformers sets them: a tag takes the line
 * end after it (trim_blocks) and the white space before it on its line (lstrip_blocks); {@code -} takes all,
 * {@code +} none.
 */
final class Lexer {

    private static final Pattern RAW = Pattern.compile("\\{%([-+]?)\\s*raw\\s*(-?)%\\}",
        Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern END_RAW = Pattern.compile("\\{%([-+]?)\\s*endraw\\s*([-+]?)%\\}",
        Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern OPERATOR = Pattern.compile("//|\\*\\*|==|!=|>=|<=|[-+/*%~\\[\\](){}><=.:|,;]");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;
    private int counted;
    /** Whether what came last ended its line, so that white space from here on begins one. */
    private boolean freshLine = true;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String template) {
        String source = template.replace("\r\n", "\n").replace('\r', '\n');
        Lexer lexer = new Lexer(source.endsWith("\n") ? source.substring(0, source.length() - 1) : source);
        lexer.template();
        return lexer.tokens;
    }

    private void template() {
        while (at < source.length()) {
            int tag = nextTag();
            if (tag < 0) {
                data(source.substring(at));
                at = source.length();
                break;
            }
            String text = source.substring(at, tag);
            char kind = source.charAt(tag + 1);
            char sign = tag + 2 < source.length() ? source.charAt(tag + 2) : ' ';
            data(strippedBefore(text, sign, kind != '{'));
            at = tag;
            Matcher raw = RAW.matcher(source).region(tag, source.length());
            if (kind == '%' && raw.lookingAt()) {
                at = raw.end();
                freshLine = false;
                if (!raw.group(2).isEmpty()) {
                    skipSpaces();
                }
                raw(place(tag));
            } else {
                at = tag + (sign == '-' || sign == '+' ? 3 : 2);
                if (kind == '#') {
                    comment(tag);
                } else {
                    tag(kind == '{', place(tag));
                }
            }
        }
        tokens.add(new Token(Kind.END, "", place(source.length())));
    }

    private int nextTag() {
        for (int i = source.indexOf('{', at); i >= 0 && i + 1 < source.length(); i = source.indexOf('{', i + 1)) {
            char next = source.charAt(i + 1);
            if (next == '{' || next == '%' || next == '#') {
                return i;
            }
        }
        return -1;
    }

    /** The text before a tag, without what the tag takes of it. */
    private String strippedBefore(String text, char sign, boolean block) {
        if (sign == '-') {
            return Spaces.stripRight(text);
        }
        int line = text.lastIndexOf('\n') + 1;
        boolean begins = line > 0 || freshLine;
        return block && sign != '+' && begins && Spaces.strip(text.substring(line)).isEmpty()
            ? text.substring(0, line) : text;
    }

    private void data(String text) {
        if (!text.isEmpty()) {
            tokens.add(new Token(Kind.DATA, text, place(at)));
        }
    }

    private void raw(Place begin) {
        Matcher end = END_RAW.matcher(source);
        if (!end.find(at)) {
            throw new ChatException(begin, "{% raw %} without {% endraw %}");
        }
        char sign = end.group(1).isEmpty() ? ' ' : end.group(1).charAt(0);
        data(strippedBefore(source.substring(at, end.start()), sign, true));
        at = end.end();
        after(end.group(2).isEmpty() ? ' ' : end.group(2).charAt(0), true);
    }

    private void comment(int begin) {
        int end = source.indexOf("#}", at);
        if (end < 0) {
            throw new ChatException(place(begin), "a comment {# without #}");
        }
        char sign = end > at ? source.charAt(end - 1) : ' ';
        at = end + 2;
        after(sign, true);
    }

    /** Takes what the end of a tag takes. */
    private void after(char sign, boolean block) {
        if (sign == '-') {
            skipSpaces();
        } else if (block && sign != '+' && source.startsWith("\n", at)) {
            at++;
        }
        freshLine = at > 0 && source.charAt(at - 1) == '\n';
    }

    private void skipSpaces() {
        while (at < source.length() && Spaces.is(source.charAt(at))) {
            at++;
        }
        freshLine = at > 0 && source.charAt(at - 1) == '\n';
    }

    /** What stands in {@code {{ }}} or {@code {% %}}. */
    private void tag(boolean print, Place begin) {
        String close = print ? "}}" : "%}";
        tokens.add(new Token(print ? Kind.PRINT_BEGIN : Kind.BLOCK_BEGIN, print ? "{{" : "{%", begin));
        Deque<String> open = new ArrayDeque<>();
        while (true) {
            if (at >= source.length()) {
                throw new ChatException(begin, "this tag has no end " + close);
            }
            if (open.isEmpty() && closes(print, close)) {
                return;
            }
            if (Spaces.is(source.charAt(at))) {
                at++;
            } else {
                word(open);
            }
        }
    }

    private boolean closes(boolean print, String close) {
        char sign = source.charAt(at);
        boolean signed = (sign == '-' || sign == '+' && !print) && source.startsWith(close, at + 1);
        if (!signed && !source.startsWith(close, at)) {
            return false;
        }
        tokens.add(new Token(print ? Kind.PRINT_END : Kind.BLOCK_END, close, place(at)));
        at += signed ? 3 : 2;
        after(signed ? sign : ' ', !print);
        return true;
    }

    private void word(Deque<String> open) {
        Place place = place(at);
        char c = source.charAt(at);
        if (digit(at)) {
            number(place);
        } else if (c == '_' || Character.isUnicodeIdentifierStart(source.codePointAt(at))) {
            int end = at;
            while (end < source.length() && (Character.isUnicodeIdentifierPart(source.codePointAt(end))
                && !Character.isIdentifierIgnorable(source.codePointAt(end)))) {
                end += Character.charCount(source.codePointAt(end));
            }
            add(Kind.NAME, Math.max(end, at + 1), place);
        } else if (c == '\'' || c == '"') {
            string(c, place);
        } else {
            operator(open, place);
        }
    }

    private void operator(Deque<String> open, Place place) {
        Matcher operator = OPERATOR.matcher(source).region(at, source.length());
        if (!operator.lookingAt()) {
            throw new ChatException(place, "unexpected character '" + Character.toString(source.codePointAt(at)) + "'");
        }
        balance(operator.group(), open, place);
        add(Kind.OPERATOR, operator.end(), place);
    }

    /** Python's number literals: 0x1f, 1_000, 1.5, 1e-3; after a dot, as in {@code items.0.1}, only whole ones. */
    private void number(Place place) {
        int end = digits(at, 10);
        boolean whole = at > 0 && source.charAt(at - 1) == '.';
        int fraction = !whole && end + 1 < source.length() && source.charAt(end) == '.' && digit(end + 1)
            ? digits(end + 1, 10) : end;
        int sign = fraction + 1 < source.length() && "+-".indexOf(source.charAt(fraction + 1)) >= 0 ? 1 : 0;
        boolean exponent = !whole && fraction < source.length() && "eE".indexOf(source.charAt(fraction)) >= 0
            && digit(fraction + 1 + sign);
        if (exponent || fraction > end) {
            add(Kind.FLOAT, exponent ? digits(fraction + 1 + sign, 10) : fraction, place);
            return;
        }
        int base = switch (source.substring(at, Math.min(source.length(), at + 2)).toLowerCase(Locale.ROOT)) {
            case "0x" -> 16;
            case "0o" -> 8;
            case "0b" -> 2;
            default -> 10;
        };
        int prefixed = base == 10 ? at : digits(at + 1, base);
        add(Kind.INTEGER, prefixed > at + 2 ? prefixed : source.charAt(at) == '0' ? digits(at, 1) : end, place);
    }

    /** Where digits, perhaps with single underscores between, end that begin after the character at a place. */
    private int digits(int from, int base) {
        int end = from + 1;
        while (end < source.length()) {
            int next = source.charAt(end) == '_' ? end + 1 : end;
            if (next >= source.length() || source.charAt(next) > 'f'
                || (base == 1 ? source.charAt(next) != '0' : Character.digit(source.charAt(next), base) < 0)) {
                break;
            }
            end = next + 1;
        }
        return end;
    }

    private boolean digit(int place) {
        return place < source.length() && source.charAt(place) >= '0' && source.charAt(place) <= '9';
    }

    private void add(Kind kind, int end, Place place) {
        tokens.add(new Token(kind, source.substring(at, end), place));
        at = end;
    }

    private void string(char quote, Place place) {
        int end = at + 1;
        while (end < source.length() && source.charAt(end) != quote) {
            end += source.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= source.length()) {
            throw new ChatException(place, "a string without its closing " + quote);
        }
        tokens.add(new Token(Kind.STRING, Escapes.read(source.substring(at + 1, end), place), place));
        at = end + 1;
    }

    private static void balance(String operator, Deque<String> open, Place place) {
        switch (operator) {
            case "(" -> open.push(")");
            case "[" -> open.push("]");
            case "{" -> open.push("}");
            case ")", "]", "}" -> {
                if (open.isEmpty() || !open.pop().equals(operator)) {
                    throw new ChatException(place, "unexpected '" + operator + "'");
                }
            }
            default -> { }
        }
    }

    private Place place(int offset) {
        for (; counted < offset; counted++) {
            if (source.charAt(counted) == '\n') {
                line++;
                lineStart = counted + 1;
            }
        }
        return new Place(line, offset - lineStart + 1);
    }
}
