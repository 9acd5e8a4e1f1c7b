package dev.longrun.chat;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as C's strftime writes them in English. {@code %-d} leaves out padding; what is unknown stays as it is. */
final class Strftime {

    private Strftime() {
    }

    static String format(String format, LocalDateTime time) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            if (format.charAt(i) != '%' || i + 1 == format.length()) {
                out.append(format.charAt(i));
                continue;
            }
            boolean bare = format.charAt(i + 1) == '-' && i + 2 < format.length();
            i += bare ? 2 : 1;
            String field = field(format.charAt(i), time);
            out.append(bare ? field.replaceFirst("^[0 ]+(?=\\d)", "") : field);
        }
        return out.toString();
    }

    private static String field(char directive, LocalDateTime time) {
        return switch (directive) {
            case 'Y' -> Integer.toString(time.getYear());
            case 'y' -> written(time, "yy");
            case 'm' -> written(time, "MM");
            case 'd' -> written(time, "dd");
            case 'e' -> String.format("%2d", time.getDayOfMonth());
            case 'H' -> written(time, "HH");
            case 'I' -> written(time, "hh");
            case 'M' -> written(time, "mm");
            case 'S' -> written(time, "ss");
            case 'f' -> written(time, "SSSSSS");
            case 'p' -> written(time, "a");
            case 'B' -> written(time, "MMMM");
            case 'b', 'h' -> written(time, "MMM");
            case 'A' -> written(time, "EEEE");
            case 'a' -> written(time, "EEE");
            case 'j' -> written(time, "DDD");
            case 'F' -> written(time, "uuuu-MM-dd");
            case 'D', 'x' -> written(time, "MM/dd/yy");
            case 'T', 'X' -> written(time, "HH:mm:ss");
            case 'R' -> written(time, "HH:mm");
            case 'c' -> written(time, "EEE MMM ") + field('e', time) + written(time, " HH:mm:ss uuuu");
            case 'u' -> Integer.toString(time.getDayOfWeek().getValue());
            case 'w' -> Integer.toString(time.getDayOfWeek().getValue() % 7);
            case 'Z', 'z' -> "";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> "%" + directive;
        };
    }

    private static String written(LocalDateTime time, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
    }
}
