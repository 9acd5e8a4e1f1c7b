package dev.longrun.chat;

import dev.longrun.chat.Value.Bool;
import dev.longrun.chat.Value.Int;
import dev.longrun.chat.Value.Real;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/** Python's arithmetic: whole numbers without end (but for a bound), floats, and booleans as 0 and 1. */
final class Numbers {

    private static final MathContext DIVISION = new MathContext(60);
    private static final BigInteger EXACT = BigInteger.ONE.shiftLeft(53);

    private Numbers() {
    }

    static boolean is(Value value) {
        return value instanceof Int || value instanceof Real || value instanceof Bool;
    }

    static boolean whole(Value value) {
        return value instanceof Int || value instanceof Bool;
    }

    static BigInteger big(Value value) {
        return switch (value) {
            case Int(BigInteger number) -> number;
            case Bool(boolean on) -> on ? BigInteger.ONE : BigInteger.ZERO;
            case Value.Undefined(String message) -> throw new Trouble(message);
            default -> throw new Trouble("expected a whole number, got " + Value.kind(value));
        };
    }

    /** A whole number as a count or an index. */
    static int index(Value value) {
        return Integers.small(big(value));
    }

    static double real(Value value) {
        if (value instanceof Real(double number)) {
            return number;
        }
        double number = big(value).doubleValue();
        if (Double.isInfinite(number)) {
            throw new Trouble("a whole number too large for a float");
        }
        return number;
    }

    static boolean equal(Value a, Value b) {
        return !nan(a) && !nan(b) && order(a, b) == 0;
    }

    static boolean nan(Value value) {
        return value instanceof Real(double number) && Double.isNaN(number);
    }

    static int order(Value a, Value b) {
        if (whole(a) && whole(b)) {
            return big(a).compareTo(big(b));
        }
        double left = a instanceof Real(double number) ? number : 0;
        double right = b instanceof Real(double number) ? number : 0;
        if (!Double.isFinite(left) || !Double.isFinite(right) || a instanceof Real && b instanceof Real) {
            return left == right ? 0 : Double.compare(left, right);
        }
        return exact(a).compareTo(exact(b));
    }

    private static BigDecimal exact(Value value) {
        return value instanceof Real(double number) ? new BigDecimal(number) : new BigDecimal(big(value));
    }

    static Value add(Value a, Value b) {
        return whole(a) && whole(b) ? Integers.checked(big(a).add(big(b))) : new Real(real(a) + real(b));
    }

    static Value subtract(Value a, Value b) {
        return whole(a) && whole(b) ? Integers.checked(big(a).subtract(big(b))) : new Real(real(a) - real(b));
    }

    static Value multiply(Value a, Value b) {
        return whole(a) && whole(b) ? Integers.checked(big(a).multiply(big(b))) : new Real(real(a) * real(b));
    }

    static Value divide(Value a, Value b) {
        notZero(b);
        if (whole(a) && whole(b) && (big(a).abs().compareTo(EXACT) > 0 || big(b).abs().compareTo(EXACT) > 0)) {
            double quotient = new BigDecimal(big(a)).divide(new BigDecimal(big(b)), DIVISION).doubleValue();
            if (Double.isInfinite(quotient)) {
                throw new Trouble("the quotient is too large for a float");
            }
            return new Real(quotient);
        }
        return new Real(real(a) / real(b));
    }

    static Value floorDivide(Value a, Value b) {
        notZero(b);
        if (whole(a) && whole(b)) {
            BigInteger[] parts = big(a).divideAndRemainder(big(b));
            boolean down = parts[1].signum() != 0 && parts[1].signum() != big(b).signum();
            return new Int(down ? parts[0].subtract(BigInteger.ONE) : parts[0]);
        }
        double left = real(a);
        double right = real(b);
        double quotient = (left - modulo(left, right)) / right;
        if (quotient == 0) {
            return new Real(Math.copySign(0, left / right));
        }
        double floor = Math.floor(quotient);
        return new Real(quotient - floor > 0.5 ? floor + 1 : floor);
    }

    static Value modulo(Value a, Value b) {
        notZero(b);
        if (whole(a) && whole(b)) {
            BigInteger rest = big(a).remainder(big(b));
            return new Int(rest.signum() != 0 && rest.signum() != big(b).signum() ? rest.add(big(b)) : rest);
        }
        return new Real(modulo(real(a), real(b)));
    }

    /** With the sign of the divisor. */
    private static double modulo(double a, double b) {
        double rest = a % b;
        if (rest == 0) {
            return Math.copySign(0, b);
        }
        return rest < 0 != b < 0 ? rest + b : rest;
    }

    static Value power(Value a, Value b) {
        if (whole(a) && whole(b) && big(b).signum() >= 0) {
            return Integers.checked(Integers.power(big(a), big(b)));
        }
        double base = real(a);
        double exponent = real(b);
        if (base == 0 && exponent < 0) {
            throw new Trouble("zero to a negative power");
        }
        if (base < 0 && Double.isFinite(base) && Double.isFinite(exponent) && exponent != Math.rint(exponent)) {
            throw new Trouble("a negative number to a power that is not whole");
        }
        double power = Math.pow(base, exponent);
        if (Double.isInfinite(power) && Double.isFinite(base) && Double.isFinite(exponent)) {
            throw new Trouble("the power is too large for a float");
        }
        return new Real(base == 1 || exponent == 0 ? 1 : power);
    }

    static Value negate(Value value) {
        return whole(value) ? new Int(big(value).negate()) : new Real(-real(value));
    }

    static Value absolute(Value value) {
        return whole(value) ? new Int(big(value).abs()) : new Real(Math.abs(real(value)));
    }

    /** Python's round(): halves to even, on the exact value; a whole number stays one. */
    static Value round(Value value, int digits) {
        if (Math.abs((long) digits) > 5000) {
            throw new Trouble("rounding to " + digits + " digits");
        }
        if (whole(value)) {
            return digits >= 0 ? new Int(big(value)) : Integers.checked(
                new BigDecimal(big(value)).setScale(digits, RoundingMode.HALF_EVEN).toBigInteger());
        }
        double number = real(value);
        if (!Double.isFinite(number) || digits > 330) {
            return value;
        }
        double rounded = new BigDecimal(number).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
        return new Real(Math.copySign(rounded, number));
    }

    private static void notZero(Value divisor) {
        if (real(divisor) == 0) {
            throw new Trouble("division by zero");
        }
    }
}
