package dev.longrun.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

    private static final List<Unit> UNITS = Arrays.stream(Unit.values()).filter(unit -> unit != Unit.DATE).toList();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        15T tokens     | TOKENS           | 15000000000000
        64K tokens     | TOKENS           | 64000
        8Ki tokens     | TOKENS           | 8192
        1 token        | TOKENS           | 1
        100k           | NONE             | 100000
        1_000_000      | NONE             | 1000000
        3e-3           | NONE             | 0.003
        .5             | NONE             | 0.5
        5 min          | SECONDS          | 300
        5m             | SECONDS          | 300
        1h30m          | SECONDS          | 5400
        1 h 30 min 5 s | SECONDS          | 5405
        100 days       | SECONDS          | 8640000
        1 Week         | SECONDS          | 604800
        90             | SECONDS          | 90
        $2.10/h        | USD_PER_HOUR     | 2.10
        2.10 USD/h     | USD_PER_HOUR     | 2.10
        2 usd per hour | USD_PER_HOUR     | 2
        $4.3M          | USD              | 4300000
        4.3M USD       | USD              | 4300000
        $20            | USD              | 20
        $0.12/kWh      | USD_PER_KWH      | 0.12
        700 W          | WATT             | 700
        1.2 kW         | WATT             | 1200
        989 TFLOP/s    | FLOP_PER_SECOND  | 989000000000000
        989 TFLOPS     | FLOP_PER_SECOND  | 989000000000000
        3e15 FLOP      | FLOP             | 3000000000000000
        2 PFLOP        | FLOP             | 2000000000000000
        2 pflop        | FLOP             | 2000000000000000
        64 MB          | BYTES            | 64000000
        500 kB         | BYTES            | 500000
        80 GiB         | BYTES            | 85899345920
        3.35 TB/s      | BYTES_PER_SECOND | 3350000000000
        400 Gbit/s     | BYTES_PER_SECOND | 50000000000
        12.5Gbit/s     | BYTES_PER_SECOND | 1562500000
        10 %           | SHARE            | 0.10
        0.1            | SHARE            | 0.1
        10\u00a0%      | SHARE            | 0.10
        """)
    void readsWhatPeopleWrite(String text, Unit unit, BigDecimal value) {
        assertEquals(0, value.compareTo(Quantity.parse(text, unit)), () -> text + " = " + Quantity.parse(text, unit));
        assertTrue(text.matches(QuantityPattern.of(unit, false)) || !text.equals(text.strip())
            || List.of("2 pflop", "1 Week", "2 usd per hour").contains(text) || text.contains("\u00a0"), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''             | NONE
        x              | NONE
        12x            | NONE
        1,5            | NONE
        1,000          | NONE
        1_             | NONE
        1e9999         | NONE
        NaN            | NONE
        Infinity       | NONE
        0x10           | NONE
        \u0661\u0662   | NONE
        5 min          | TOKENS
        5 parsecs      | SECONDS
        5 M            | SECONDS
        1h30           | SECONDS
        64 Mb          | BYTES
        64 mb          | BYTES
        700 mW         | WATT
        20 €           | USD
        €20            | USD
        $20            | USD_PER_HOUR
        $20            | NONE
        10 %           | NONE
        989 TFLOP      | FLOP_PER_SECOND
        """)
    void refusesWhatIsNotOfTheUnit(String text, Unit unit) {
        assertThrows(IllegalArgumentException.class, () -> Quantity.parse(text, unit));
        assertTrue(!text.matches(QuantityPattern.of(unit, false)) || text.equals("1e9999"), text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        300            | SECONDS          | 5 min
        8640000        | SECONDS          | 100 days
        86400          | SECONDS          | 1 day
        90             | SECONDS          | 90 s
        0              | SECONDS          | 0 s
        8192           | TOKENS           | 8192 tokens
        32768          | TOKENS           | 32_768 tokens
        15000000000000 | TOKENS           | 15T tokens
        1              | TOKENS           | 1 token
        85899345920    | BYTES            | 80 GiB
        64000000       | BYTES            | 64 MB
        3350000000000  | BYTES_PER_SECOND | 3.35 TB/s
        0.02           | SHARE            | 2 %
        1              | SHARE            | 100 %
        2.1            | USD_PER_HOUR     | $2.10/h
        4300000        | USD              | $4.3M
        0.12           | USD_PER_KWH      | $0.12/kWh
        856            | WATT             | 856 W
        989.4e12       | FLOP_PER_SECOND  | 989.4 TFLOP/s
        1e20           | FLOP             | 100 EFLOP
        1e-8           | NONE             | 1e-8
        0.003          | NONE             | 0.003
        1e300          | NONE             | 1e300
        -3             | NONE             | -3
        """)
    void writesShortly(double value, Unit unit, String text) {
        assertEquals(text, Quantity.format(value, unit));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        4321       | SECONDS | 1.2 h
        59.94      | SECONDS | 59.9 s
        1234567890 | BYTES   | 1.23 GB
        0.41234    | SHARE   | 41.2 %
        1234567    | USD     | $1.23M
        """)
    void approximatesForTheEye(double value, Unit unit, String text) {
        assertEquals(text, Quantity.approximate(value, unit));
    }

    @Test
    void whatIsWrittenReadsBackAsTheSameBits() {
        Random random = new Random(11);
        Map<Unit, Pattern> patterns = UNITS.stream().collect(Collectors.toMap(Function.identity(),
            unit -> Pattern.compile(QuantityPattern.of(unit, unit != Unit.NONE))));
        for (int i = 0; i < 15_000; i++) {
            Unit unit = UNITS.get(i % UNITS.size());
            double value = switch (random.nextInt(3)) {
                case 0 -> Samples.spread(random, 1e-9, 1e27);
                case 1 -> random.nextInt(100_000) / 100.0;
                default -> Math.abs(Double.longBitsToDouble(random.nextLong()));
            };
            if (!Double.isFinite(value)) {
                continue;
            }
            String text = Quantity.format(value, unit);
            assertEquals(value, Quantity.parse(text, unit).doubleValue(), text);
            assertTrue(patterns.get(unit).matcher(text).matches(), () -> text + " by schema");
            long whole = random.nextLong() >>> random.nextInt(64);
            assertEquals(whole, Quantity.parse(Quantity.format(whole, unit), unit).longValueExact());
        }
    }

    @Test
    void aBudgetNamesItsUnit() {
        assertEquals(Optional.of(new Budget(300, Unit.SECONDS)), Budget.read("5 min"));
        assertEquals(Optional.of(new Budget(1e15, Unit.FLOP)), Budget.read("1e15 FLOP"));
        assertEquals(Optional.of(new Budget(1e7, Unit.TOKENS)), Budget.read("10M tokens"));
        assertEquals(Optional.of(new Budget(20, Unit.USD)), Budget.read("$20"));
        for (String bare : List.of("10M", "5", "5 M", "$20/h", "10 %", "10 GB")) {
            assertEquals(Optional.empty(), Budget.read(bare), bare);
            assertTrue(!bare.matches(QuantityPattern.ofBudget()), bare);
        }
    }
}
