package dev.longrun.chat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code "{} and {name}".format(...)}, with fields by place, number and name, without specifications. */
final class BraceFormat {

    private static final Pattern FIELD = Pattern.compile("\\{\\{|\\}\\}|\\{(\\w*)(?:!([rs]))?\\}|[{}]");

    private BraceFormat() {
    }

    static Value format(Budget budget, String pattern, Arguments arguments) {
        TextBuilder out = new TextBuilder(budget);
        Matcher field = FIELD.matcher(pattern);
        int at = 0;
        int next = 0;
        boolean numbered = false;
        while (field.find()) {
            out.append(pattern.substring(at, field.start()));
            at = field.end();
            if (field.group(1) == null) {
                if (field.group().length() == 1) {
                    throw new Trouble("format() knows fields as {}, {0} and {name} here, each perhaps with !r or !s");
                }
                out.append(field.group().substring(1));
                continue;
            }
            boolean number = field.group(1).matches("\\d+");
            if (number && next > 0 || field.group(1).isEmpty() && numbered) {
                throw new Trouble("format() with both {} and {0}");
            }
            numbered |= number;
            String name = field.group(1).isEmpty() ? Integer.toString(next++) : field.group(1);
            Value value = value(arguments, name);
            out.append("r".equals(field.group(2)) ? Print.quoted(budget, value) : Print.plain(budget, value));
        }
        return Value.text(out.append(pattern.substring(at)).toString());
    }

    private static Value value(Arguments arguments, String name) {
        if (name.matches("\\d{1,6}") && Integer.parseInt(name) < arguments.inOrder().size()) {
            return arguments.inOrder().get(Integer.parseInt(name));
        }
        if (arguments.named().containsKey(name)) {
            return arguments.named().get(name);
        }
        throw new Trouble("format() has no value for {" + name + "}");
    }
}
