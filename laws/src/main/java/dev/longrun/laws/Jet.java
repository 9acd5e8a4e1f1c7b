package dev.longrun.laws;

/**
 * A number with its first and second derivatives with respect to a few variables, carried through arithmetic (forward
 * differentiation): exact where differences would be noise. For laws that are no sums of powers.
 */
final class Jet {

    private final double value;
    private final double[] first;
    private final double[][] second; // lower triangle

    private Jet(double value, int variables) {
        this.value = value;
        first = new double[variables];
        second = new double[variables][];
        for (int i = 0; i < variables; i++) {
            second[i] = new double[i + 1];
        }
    }

    /** Variable number {@code index}. */
    static Jet variable(double value, int index, int variables) {
        Jet jet = new Jet(value, variables);
        jet.first[index] = 1;
        return jet;
    }

    double value() {
        return value;
    }

    double first(int i) {
        return first[i];
    }

    double second(int i, int j) {
        return second[Math.max(i, j)][Math.min(i, j)];
    }

    Jet plus(Jet other) {
        return sum(1, other, 1, 0);
    }

    Jet minus(Jet other) {
        return sum(1, other, -1, 0);
    }

    Jet plus(double number) {
        return sum(1, this, 0, number);
    }

    Jet times(double number) {
        return sum(number, this, 0, 0);
    }

    private Jet sum(double factor, Jet other, double otherFactor, double number) {
        Jet sum = new Jet(factor * value + otherFactor * other.value + number, first.length);
        for (int i = 0; i < first.length; i++) {
            sum.first[i] = factor * first[i] + otherFactor * other.first[i];
            for (int j = 0; j <= i; j++) {
                sum.second[i][j] = factor * second[i][j] + otherFactor * other.second[i][j];
            }
        }
        return sum;
    }

    Jet times(Jet other) {
        Jet product = new Jet(value * other.value, first.length);
        for (int i = 0; i < first.length; i++) {
            product.first[i] = first[i] * other.value + value * other.first[i];
            for (int j = 0; j <= i; j++) {
                product.second[i][j] = second[i][j] * other.value + first[i] * other.first[j]
                    + first[j] * other.first[i] + value * other.second[i][j];
            }
        }
        return product;
    }

    Jet exp() {
        double e = Math.exp(value);
        return of(e, e, e);
    }

    Jet log() {
        return of(Math.log(value), 1 / value, -1 / (value * value));
    }

    /** exp(x) - 1, exact near 0. */
    Jet expm1() {
        double e = Math.exp(value);
        return of(Math.expm1(value), e, e);
    }

    Jet inverse() {
        return of(1 / value, -1 / (value * value), 2 / (value * value * value));
    }

    /** A function of this one, by its value and derivatives. */
    private Jet of(double f, double slope, double bend) {
        Jet result = new Jet(f, first.length);
        for (int i = 0; i < first.length; i++) {
            result.first[i] = slope * first[i];
            for (int j = 0; j <= i; j++) {
                result.second[i][j] = slope * second[i][j] + bend * first[i] * first[j];
            }
        }
        return result;
    }
}
