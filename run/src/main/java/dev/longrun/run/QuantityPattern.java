package dev.longrun.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@link Quantity} reads, as a regular expression that JSON Schema's dialect (ECMA-262) and Java's both know. */
final class QuantityPattern {

    private static final String NUMBER = Quantity.NUMBER;
    private static final String START = "^\\s*[+-]?\\s*(?:";
    private static final String END = ")\\s*$";

    private QuantityPattern() {
    }

    /** With {@code named} the unit must be there, as in a budget. */
    static String of(Unit unit, boolean named) {
        return START + body(unit, named) + END;
    }

    static String ofBudget() {
        return START + Budget.UNITS.stream().map(unit -> body(unit, true)).collect(Collectors.joining("|")) + END;
    }

    private static String body(Unit unit, boolean named) {
        UnitNames names = UnitNames.of(unit);
        Set<String> words = new LinkedHashSet<>(names.named().keySet());
        Set<String> dollars = words.stream().filter(name -> name.startsWith("$")).map(name -> name.substring(1))
            .collect(Collectors.toCollection(LinkedHashSet::new));
        words.removeIf(name -> name.startsWith("$"));
        List<String> ways = new ArrayList<>();
        if (unit == Unit.SECONDS) {
            ways.add("(?:" + NUMBER + "\\s*" + suffix(words) + "\\s*)+");
        } else if (!words.isEmpty()) {
            ways.add(NUMBER + "\\s*" + suffix(words));
        }
        if (!dollars.isEmpty()) {
            ways.add("\\$\\s*" + NUMBER + "\\s*" + suffix(dollars));
        }
        if (!named) {
            ways.add(NUMBER + "\\s*" + suffix(names.bare().keySet()));
        }
        return String.join("|", ways);
    }

    /** Names that are a prefix and another name, as {@code Ktokens}, are folded into prefixes before names. */
    private static String suffix(Set<String> all) {
        Set<String> prefixes = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        for (String name : all) {
            all.stream().filter(end -> name.length() > end.length() && name.endsWith(end))
                .map(end -> name.substring(0, name.length() - end.length())).filter(start -> start.matches("[A-Zk]i?"))
                .findFirst().ifPresentOrElse(prefixes::add, () -> names.add(name));
        }
        String heads = prefixes.isEmpty() ? "" : group(prefixes) + "?\\s*";
        return heads + (names.equals(Set.of("")) ? "" : group(names));
    }

    private static String group(Set<String> texts) {
        return texts.stream().map(text -> text.replace(".", "\\."))
            .collect(Collectors.joining("|", "(?:", ")"));
    }
}
