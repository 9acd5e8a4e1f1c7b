package dev.longrun.chat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/** Whole numbers as Python reads and bounds them. */
final class Integers {

    /** Some 4,200 digits, about where Python refuses to write one. */
    private static final int BITS = 14_000;
    private static final int DIGITS = 4300;

    private Integers() {
    }

    static Value.Int checked(BigInteger value) {
        if (value.bitLength() > BITS) {
            throw new Trouble("a whole number of more than " + BITS + " bits");
        }
        return new Value.Int(value);
    }

    static BigInteger power(BigInteger base, BigInteger exponent) {
        if (base.bitLength() > 1 && exponent.bitLength() > 20
            || base.bitLength() > 1 && base.bitLength() * exponent.longValue() > 2L * BITS) {
            throw new Trouble("a whole number of more than " + BITS + " bits");
        }
        boolean unit = base.bitLength() <= 1 && exponent.bitLength() > 20;
        return base.pow(unit ? 2 + (exponent.testBit(0) ? 1 : 0) : exponent.intValue());
    }

    /** What int(text, base) reads; empty if that fails. */
    static Optional<BigInteger> read(String text, int base) {
        String number = Spaces.strip(text);
        if (number.length() > DIGITS) {
            return Optional.empty();
        }
        boolean minus = number.startsWith("-");
        String digits = minus || number.startsWith("+") ? number.substring(1) : number;
        String prefix = digits.length() < 2 ? "" : digits.substring(0, 2).toLowerCase(Locale.ROOT);
        int prefixed = switch (prefix) {
            case "0x" -> 16;
            case "0o" -> 8;
            case "0b" -> 2;
            default -> 0;
        };
        if (prefixed > 0 && (base == prefixed || base == 0)) {
            digits = digits.substring(digits.startsWith("_", 2) ? 3 : 2);
        } else if (base == 0 && digits.startsWith("0") && !digits.matches("[0_]+")) {
            return Optional.empty();
        }
        int radix = base != 0 ? base : prefixed != 0 ? prefixed : 10;
        if (radix < 2 || radix > 36) {
            throw new Trouble("int() base must be 0 or 2 to 36, is " + base);
        }
        if (!digits.matches("[0-9a-zA-Z][0-9a-zA-Z_]*") || digits.endsWith("_") || digits.contains("__")) {
            return Optional.empty();
        }
        try {
            BigInteger value = new BigInteger(digits.replace("_", ""), radix);
            return Optional.of(minus ? value.negate() : value);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** A literal in a template: decimal, or 0x, 0o, 0b. */
    static Value.Int literal(String text) {
        return new Value.Int(read(text, text.startsWith("0") ? 0 : 10)
            .orElseThrow(() -> new Trouble("a whole number of more than " + DIGITS + " digits")));
    }

    /** Cut towards zero. */
    static Optional<Value.Int> cut(double value) {
        return Double.isNaN(value) || Double.isInfinite(value) ? Optional.empty()
            : Optional.of(new Value.Int(new BigDecimal(value).toBigInteger()));
    }

    /** A count or an index, held within plus and minus 2^30 where more makes no difference. */
    static int small(BigInteger value) {
        int most = 1 << 30;
        return value.bitLength() > 30 ? (value.signum() < 0 ? -most : most) : value.intValue();
    }
}
