package dev.longrun.chat;

/** The escapes in a template's strings, as in Python's: an unknown one stays as it is, backslash and all. */
final class Escapes {

    private Escapes() {
    }

    static String read(String raw, Place place) {
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) != '\\') {
                out.append(raw.charAt(i));
                continue;
            }
            char c = raw.charAt(++i);
            switch (c) {
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'r' -> out.append('\r');
                case 'f' -> out.append('\f');
                case 'b' -> out.append('\b');
                case 'a' -> out.append('\u0007');
                case 'v' -> out.append('\u000b');
                case '\n' -> { }
                case '\\', '\'', '"' -> out.append(c);
                case 'x' -> i += hex(raw, i, 2, out, place);
                case 'u' -> i += hex(raw, i, 4, out, place);
                case 'U' -> i += hex(raw, i, 8, out, place);
                case 'N' -> throw new ChatException(place, "characters by name (\\N{...}) are not supported here");
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    int end = i + 1;
                    while (end < raw.length() && end < i + 3 && raw.charAt(end) >= '0' && raw.charAt(end) <= '7') {
                        end++;
                    }
                    out.append((char) Integer.parseInt(raw.substring(i, end), 8));
                    i = end - 1;
                }
                default -> out.append('\\').append(c);
            }
        }
        return out.toString();
    }

    private static int hex(String raw, int at, int digits, StringBuilder out, Place place) {
        String number = raw.substring(at + 1, Math.min(raw.length(), at + 1 + digits));
        if (!number.matches("[0-9a-fA-F]{" + digits + "}")
            || !Character.isValidCodePoint((int) Math.min(Long.parseLong(number, 16), Integer.MAX_VALUE))) {
            throw new ChatException(place, "a string has \\" + raw.charAt(at) + number + ", which needs " + digits
                + " hexadecimal digits of a character");
        }
        out.appendCodePoint(Integer.parseInt(number, 16));
        return digits;
    }
}
