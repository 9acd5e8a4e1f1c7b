package dev.longrun.run;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one unit is written: what may stand behind a number, and what it multiplies the number by. Names are kept without
 * spaces, for people write "15T tokens" and "15 T tokens" alike.
 *
 * @param bare multiples that do not name the unit ({@code K}), the empty one included
 * @param named multiples that do ({@code Ktokens})
 * @param written what {@link Quantity#format} chooses from, with its space
 */
record UnitNames(Map<String, BigDecimal> bare, Map<String, BigDecimal> named, Map<String, BigDecimal> written) {

    private static final Map<String, BigDecimal> COUNTS = powers(1000, "", "K", "M", "B", "T");
    private static final Map<String, BigDecimal> SI = powers(1000, "", "k", "M", "G", "T", "P", "E", "Z", "Y");
    private static final Map<String, BigDecimal> BINARY = powers(1024, "", "Ki", "Mi", "Gi", "Ti", "Pi");
    private static final Map<String, BigDecimal> ONE = powers(1, "");
    private static final BigDecimal MINUTE = BigDecimal.valueOf(60);
    private static final BigDecimal HOUR = BigDecimal.valueOf(3600);
    private static final BigDecimal DAY = BigDecimal.valueOf(86_400);
    private static final Map<String, BigDecimal> DURATIONS = durations();

    static UnitNames of(Unit unit) {
        return switch (unit) {
            case NONE -> new UnitNames(lenient(COUNTS), Map.of(), ONE);
            case TOKENS -> new UnitNames(join(lenient(COUNTS), BINARY),
                times(join(lenient(COUNTS), BINARY), "tokens", "token"), times(COUNTS, " tokens"));
            case FLOP -> new UnitNames(ONE, times(lenient(SI), "FLOP", "FLOPs"), spaced(SI, "FLOP"));
            case FLOP_PER_SECOND -> new UnitNames(ONE, times(lenient(SI), "FLOP/s", "FLOPs/s", "FLOPS"),
                spaced(SI, "FLOP/s"));
            case BYTES -> new UnitNames(ONE, times(join(lenient(SI), BINARY), "B", "bytes", "byte"),
                join(spaced(SI, "B"), spaced(BINARY, "B")));
            case BYTES_PER_SECOND -> new UnitNames(ONE, join(times(join(lenient(SI), BINARY), "B/s"), bits()),
                spaced(SI, "B/s"));
            case SECONDS -> new UnitNames(ONE, DURATIONS,
                spaced(Map.of("s", BigDecimal.ONE, "min", MINUTE, "h", HOUR, "days", DAY), ""));
            case USD -> dollars("");
            case USD_PER_HOUR -> dollars("/h", "/hr", "/hour", "perhour");
            case USD_PER_KWH -> dollars("/kWh", "perkWh");
            case WATT -> new UnitNames(ONE, times(powers(1000, "", "k", "M", "G"), "W", "watts"),
                spaced(powers(1000, "", "k", "M", "G"), "W"));
            case SHARE -> new UnitNames(ONE, Map.of("%", new BigDecimal("0.01")),
                Map.of(" %", new BigDecimal("0.01")));
            case DATE -> throw new IllegalArgumentException("a date is not a quantity");
        };
    }

    /** The factor of a name, spelt exactly; a word of three letters or more in any case, save b(its) for B(ytes). */
    static Optional<BigDecimal> factor(Map<String, BigDecimal> names, String name) {
        if (names.containsKey(name) || name.length() < 3 || names.containsKey("kB") || names.containsKey("kB/s")) {
            return Optional.ofNullable(names.get(name));
        }
        return names.entrySet().stream().filter(each -> each.getKey().equalsIgnoreCase(name)).map(Map.Entry::getValue)
            .findFirst();
    }

    private static UnitNames dollars(String per, String... alike) {
        Map<String, BigDecimal> signed = times(lenient(COUNTS), per);
        Map<String, BigDecimal> worded = times(lenient(COUNTS), "USD" + per);
        for (String other : alike) {
            signed.putAll(times(lenient(COUNTS), other));
            worded.putAll(times(lenient(COUNTS), "USD" + other));
        }
        signed.forEach((name, factor) -> worded.put("$" + name, factor));
        return new UnitNames(ONE, worded, times(COUNTS, per));
    }

    /** Networks are sold in bits: {@code 400 Gbit/s}. */
    private static Map<String, BigDecimal> bits() {
        Map<String, BigDecimal> all = times(powers(1000, "", "k", "M", "G", "T"), "bit/s");
        all.replaceAll((_, factor) -> factor.multiply(new BigDecimal("0.125")));
        return all;
    }

    private static Map<String, BigDecimal> durations() {
        Map<String, BigDecimal> all = new LinkedHashMap<>();
        List.of("s", "sec", "second", "seconds").forEach(name -> all.put(name, BigDecimal.ONE));
        List.of("min", "m", "minute", "minutes").forEach(name -> all.put(name, MINUTE));
        List.of("h", "hr", "hour", "hours").forEach(name -> all.put(name, HOUR));
        List.of("d", "day", "days").forEach(name -> all.put(name, DAY));
        List.of("w", "week", "weeks").forEach(name -> all.put(name, DAY.multiply(BigDecimal.valueOf(7))));
        return all;
    }

    private static Map<String, BigDecimal> powers(int base, String... prefixes) {
        Map<String, BigDecimal> all = new LinkedHashMap<>();
        for (String prefix : prefixes) {
            all.put(prefix, BigDecimal.valueOf(base).pow(all.size()));
        }
        return all;
    }

    /** With k and K both for a thousand. */
    private static Map<String, BigDecimal> lenient(Map<String, BigDecimal> prefixes) {
        return join(prefixes, Map.of("k", BigDecimal.valueOf(1000), "K", BigDecimal.valueOf(1000)));
    }

    private static Map<String, BigDecimal> times(Map<String, BigDecimal> prefixes, String... names) {
        Map<String, BigDecimal> all = new LinkedHashMap<>();
        for (String name : names) {
            prefixes.forEach((prefix, factor) -> all.put(prefix + name, factor));
        }
        return all;
    }

    private static Map<String, BigDecimal> spaced(Map<String, BigDecimal> prefixes, String name) {
        Map<String, BigDecimal> all = new LinkedHashMap<>();
        prefixes.forEach((prefix, factor) -> all.put(" " + prefix + name, factor));
        return all;
    }

    private static Map<String, BigDecimal> join(Map<String, BigDecimal> one, Map<String, BigDecimal> other) {
        Map<String, BigDecimal> all = new LinkedHashMap<>(one);
        all.putAll(other);
        return all;
    }

    /** What a value of the unit is called in an error. */
    static String noun(Unit unit, boolean whole) {
        return switch (unit) {
            case NONE -> whole ? "a whole number" : "a number";
            case TOKENS -> "a whole number of tokens";
            case FLOP -> "a number of FLOP";
            case FLOP_PER_SECOND -> "a speed in FLOP/s";
            case BYTES -> "a whole number of bytes";
            case BYTES_PER_SECOND -> "a bandwidth in bytes a second";
            case SECONDS -> "a duration";
            case USD -> "an amount in US dollars";
            case USD_PER_HOUR -> "a price in US dollars an hour";
            case USD_PER_KWH -> "a price in US dollars a kWh";
            case WATT -> "a power in watts";
            case SHARE -> "a share";
            case DATE -> "a date";
        };
    }
}
