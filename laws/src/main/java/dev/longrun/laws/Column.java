package dev.longrun.laws;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A column of a table that holds a variable.
 *
 * @param name as the header has it
 * @param factor what its numbers are multiplied by: "Params (B)" counts in 1e9
 * @param perplexity whether it holds exp(loss)
 */
record Column(String name, double factor, boolean perplexity) {

    private static final double FLOP_PER_PETAFLOP_DAY = 1e15 * 86_400;
    private static final Pattern UNIT = Pattern.compile("(.*?)[ _\\-]*[(\\[]?[ ]*(?:in )?"
        + "(k|m|b|g|t|bn|thousands?|millions?|billions?|trillions?|1e\\d{1,2}|10\\^\\d{1,2}|[mgtpezy]flops?"
        + "|pf[ _-]?days?|petaflops?[ /_-]*days?)[ ]*[)\\]]?");
    private static final Pattern IN_BRACKETS = Pattern.compile("(.*?)\\s*[(\\[].*[)\\]]\\s*");

    /** The column, if its name is one of the variable's spellings, a unit behind it or not. */
    static Optional<Column> of(String name, Variable variable) {
        if (variable.rank(name) < Integer.MAX_VALUE) {
            return Optional.of(plain(name, variable));
        }
        Matcher unit = UNIT.matcher(name.strip().toLowerCase(Locale.ROOT));
        if (unit.matches() && (variable.rank(unit.group(1)) < Integer.MAX_VALUE || inUnit(unit, variable))) {
            return factor(unit.group(2), variable).map(factor -> new Column(name, factor, false));
        }
        Matcher bracket = IN_BRACKETS.matcher(name);
        return bracket.matches() && variable.rank(bracket.group(1)) < Integer.MAX_VALUE
            ? Optional.of(plain(name, variable)) : Optional.empty();
    }

    /** "ZFLOP" alone names compute. */
    private static boolean inUnit(Matcher unit, Variable variable) {
        return variable == Variable.FLOP && unit.group(1).isBlank() && unit.group(2).length() > 3;
    }

    /** A column named by the user: its unit is read from its name where it has one. */
    static Column chosen(String name, Variable variable) {
        Matcher unit = UNIT.matcher(name.strip().toLowerCase(Locale.ROOT));
        boolean bracketed = name.matches(".*[(\\[].*[)\\]]\\s*");
        return of(name, variable).or(() -> bracketed && unit.matches() ? factor(unit.group(2), variable)
            .map(factor -> new Column(name, factor, false)) : Optional.empty())
            .orElse(plain(name, variable));
    }

    private static Column plain(String name, Variable variable) {
        String plain = Variable.plain(name);
        boolean perplexity = variable == Variable.LOSS && (plain.endsWith("ppl") || plain.contains("perplexity"));
        boolean days = variable == Variable.FLOP && (plain.startsWith("pfday") || plain.startsWith("petaflopday"));
        return new Column(name, days ? FLOP_PER_PETAFLOP_DAY : 1, perplexity);
    }

    private static Optional<Double> factor(String unit, Variable variable) {
        if (variable == Variable.LOSS || variable == Variable.SCORE || variable == Variable.EXPERTS) {
            return Optional.empty();
        }
        if (unit.startsWith("1e")) {
            return Optional.of(Double.parseDouble(unit));
        }
        if (unit.startsWith("10^")) {
            return Optional.of(Double.parseDouble("1e" + unit.substring(3)));
        }
        if (unit.endsWith("day") || unit.endsWith("days")) {
            return Optional.of(FLOP_PER_PETAFLOP_DAY);
        }
        if (unit.contains("flop")) {
            return Optional.of(Math.pow(1000, "mgtpezy".indexOf(unit.charAt(0)) + 2));
        }
        return Optional.of(switch (unit.charAt(0)) {
            case 'k' -> 1e3;
            case 'm' -> 1e6;
            case 'b', 'g' -> 1e9;
            default -> unit.startsWith("th") ? 1e3 : 1e12;
        });
    }
}
