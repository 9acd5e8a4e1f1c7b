package dev.longrun.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;

/**
 * Matrices of double with reverse-mode differentiation: each operation notes how its gradient flows back. Plain loops,
 * nothing shared with the code under test.
 */
final class Tape {

    private final List<Runnable> backward = new ArrayList<>();

    /** A matrix and its gradient, row-major. */
    static final class Matrix {
        final int rows;
        final int columns;
        final double[] value;
        final double[] gradient;

        Matrix(int rows, int columns) {
            this(rows, columns, new double[rows * columns]);
        }

        Matrix(int rows, int columns, double[] value) {
            this.rows = rows;
            this.columns = columns;
            this.value = value;
            gradient = new double[rows * columns];
        }

        double at(int row, int column) {
            return value[row * columns + column];
        }

        double gradientAt(int row, int column) {
            return gradient[row * columns + column];
        }

        void set(int row, int column, double number) {
            value[row * columns + column] = number;
        }

        void grow(int row, int column, double number) {
            gradient[row * columns + column] += number;
        }
    }

    /** Carries every gradient back from where they were set. */
    void back() {
        for (Runnable step : backward.reversed()) {
            step.run();
        }
    }

    Matrix lookup(Matrix table, int[] ids) {
        Matrix y = new Matrix(ids.length, table.columns);
        for (int row = 0; row < ids.length; row++) {
            for (int j = 0; j < y.columns; j++) {
                y.set(row, j, table.at(ids[row], j));
            }
        }
        backward.add(() -> {
            for (int row = 0; row < ids.length; row++) {
                for (int j = 0; j < y.columns; j++) {
                    table.grow(ids[row], j, y.gradientAt(row, j));
                }
            }
        });
        return y;
    }

    /** Each element times a number of its own that is no variable. */
    Matrix timesConstants(Matrix x, IntToDoubleFunction factor) {
        Matrix y = new Matrix(x.rows, x.columns);
        for (int i = 0; i < y.value.length; i++) {
            y.value[i] = factor.applyAsDouble(i) * x.value[i];
        }
        backward.add(() -> {
            for (int i = 0; i < y.value.length; i++) {
                x.gradient[i] += factor.applyAsDouble(i) * y.gradient[i];
            }
        });
        return y;
    }

    /** {@code factor * x}. */
    Matrix times(Matrix x, double factor) {
        return timesConstants(x, _ -> factor);
    }

    /** The same row added to all. */
    Matrix addRow(Matrix x, Matrix row) {
        Matrix y = new Matrix(x.rows, x.columns);
        for (int i = 0; i < y.value.length; i++) {
            y.value[i] = x.value[i] + row.value[i % x.columns];
        }
        backward.add(() -> {
            for (int i = 0; i < y.value.length; i++) {
                x.gradient[i] += y.gradient[i];
                row.gradient[i % x.columns] += y.gradient[i];
            }
        });
        return y;
    }

    /** Element by element. */
    Matrix product(Matrix a, Matrix b) {
        Matrix y = new Matrix(a.rows, a.columns);
        for (int i = 0; i < y.value.length; i++) {
            y.value[i] = a.value[i] * b.value[i];
        }
        backward.add(() -> {
            for (int i = 0; i < y.value.length; i++) {
                a.gradient[i] += y.gradient[i] * b.value[i];
                b.gradient[i] += y.gradient[i] * a.value[i];
            }
        });
        return y;
    }

    /** Each row times its number in one column of another matrix. */
    Matrix timesColumn(Matrix x, Matrix factors, int column) {
        Matrix y = new Matrix(x.rows, x.columns);
        for (int i = 0; i < x.rows; i++) {
            for (int j = 0; j < x.columns; j++) {
                y.set(i, j, x.at(i, j) * factors.at(i, column));
            }
        }
        backward.add(() -> {
            for (int i = 0; i < x.rows; i++) {
                for (int j = 0; j < x.columns; j++) {
                    x.grow(i, j, y.gradientAt(i, j) * factors.at(i, column));
                    factors.grow(i, column, y.gradientAt(i, j) * x.at(i, j));
                }
            }
        });
        return y;
    }

    /** {@code cap tanh(x / cap)}. */
    Matrix capped(Matrix x, double cap) {
        return each(x, v -> cap * Math.tanh(v / cap), v -> 1 - Math.pow(Math.tanh(v / cap), 2));
    }

    /** Gelu by tanh. */
    Matrix gelu(Matrix x) {
        return each(x, g -> g / 2 * (1 + Math.tanh(inner(g))), g -> {
            double t = Math.tanh(inner(g));
            return (1 + t) / 2 + g / 2 * (1 - t * t) * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * g * g);
        });
    }

    private static double inner(double g) {
        return Math.sqrt(2 / Math.PI) * (g + 0.044715 * g * g * g);
    }

    Matrix silu(Matrix x) {
        return each(x, g -> g / (1 + Math.exp(-g)), g -> {
            double z = 1 / (1 + Math.exp(-g));
            return z + g * z * (1 - z);
        });
    }

    private Matrix each(Matrix x, DoubleUnaryOperator function, DoubleUnaryOperator slope) {
        Matrix y = new Matrix(x.rows, x.columns);
        for (int i = 0; i < y.value.length; i++) {
            y.value[i] = function.applyAsDouble(x.value[i]);
        }
        backward.add(() -> {
            for (int i = 0; i < y.value.length; i++) {
                x.gradient[i] += y.gradient[i] * slope.applyAsDouble(x.value[i]);
            }
        });
        return y;
    }

    /** Softmax of whole rows. */
    Matrix softmax(Matrix x) {
        return softmax(x, _ -> 0, _ -> x.columns - 1, _ -> 1);
    }

    /** The numbers of the chosen columns of each row, zeros elsewhere; where renormalised, divided by their sum. */
    Matrix chosen(Matrix p, int[][] columns, boolean renormalised) {
        Matrix y = new Matrix(p.rows, p.columns);
        double[] sums = new double[p.rows];
        for (int i = 0; i < p.rows; i++) {
            for (int j : columns[i]) {
                sums[i] += p.at(i, j);
            }
            sums[i] = renormalised ? sums[i] : 1;
            for (int j : columns[i]) {
                y.set(i, j, p.at(i, j) / sums[i]);
            }
        }
        backward.add(() -> {
            for (int i = 0; i < p.rows; i++) {
                double mean = 0;
                for (int j : columns[i]) {
                    mean += renormalised ? y.gradientAt(i, j) * y.at(i, j) : 0;
                }
                for (int j : columns[i]) {
                    p.grow(i, j, (y.gradientAt(i, j) - mean) / sums[i]);
                }
            }
        });
        return y;
    }

    /** {@code factor} times the sum of each row weighed by the same numbers; its gradient is taken at once. */
    double weighedSum(Matrix x, double[] weights, double factor) {
        double sum = 0;
        for (int i = 0; i < x.value.length; i++) {
            sum += factor * weights[i % x.columns] * x.value[i];
            x.gradient[i] += factor * weights[i % x.columns];
        }
        return sum;
    }

    /** {@code factor} times the squared logarithms of the rows' sums of exponentials; its gradient is taken at once. */
    double squaredLogSums(Matrix x, double factor) {
        double all = 0;
        for (int i = 0; i < x.rows; i++) {
            double sum = 0;
            for (int j = 0; j < x.columns; j++) {
                sum += Math.exp(x.at(i, j));
            }
            all += factor * Math.log(sum) * Math.log(sum);
            for (int j = 0; j < x.columns; j++) {
                x.grow(i, j, factor * 2 * Math.log(sum) * Math.exp(x.at(i, j)) / sum);
            }
        }
        return all;
    }

    /** LayerNorm: (x - mean) / sqrt(variance + epsilon), times a gain, plus a bias. */
    Matrix layerNorm(Matrix x, Matrix gain, Matrix bias, double epsilon) {
        int n = x.columns;
        Matrix y = new Matrix(x.rows, n);
        double[][] normed = new double[x.rows][n];
        double[] r = new double[x.rows];
        for (int i = 0; i < x.rows; i++) {
            double mean = 0;
            double variance = 0;
            for (int j = 0; j < n; j++) {
                mean += x.at(i, j) / n;
            }
            for (int j = 0; j < n; j++) {
                variance += (x.at(i, j) - mean) * (x.at(i, j) - mean) / n;
            }
            r[i] = Math.sqrt(variance + epsilon);
            for (int j = 0; j < n; j++) {
                normed[i][j] = (x.at(i, j) - mean) / r[i];
                y.set(i, j, normed[i][j] * gain.value[j] + bias.value[j]);
            }
        }
        backward.add(() -> {
            for (int i = 0; i < x.rows; i++) {
                double mean = 0;
                double along = 0;
                for (int j = 0; j < n; j++) {
                    double u = y.gradientAt(i, j) * gain.value[j];
                    mean += u / n;
                    along += u * normed[i][j] / n;
                    gain.gradient[j] += y.gradientAt(i, j) * normed[i][j];
                    bias.gradient[j] += y.gradientAt(i, j);
                }
                for (int j = 0; j < n; j++) {
                    double u = y.gradientAt(i, j) * gain.value[j];
                    x.grow(i, j, (u - mean - normed[i][j] * along) / r[i]);
                }
            }
        });
        return y;
    }

    /** {@code factor * x w^T}. */
    Matrix timesTransposed(Matrix x, Matrix w, double factor) {
        Matrix y = new Matrix(x.rows, w.rows);
        for (int i = 0; i < y.rows; i++) {
            for (int j = 0; j < y.columns; j++) {
                double sum = 0;
                for (int k = 0; k < x.columns; k++) {
                    sum += x.at(i, k) * w.at(j, k);
                }
                y.set(i, j, factor * sum);
            }
        }
        backward.add(() -> {
            for (int i = 0; i < y.rows; i++) {
                for (int j = 0; j < y.columns; j++) {
                    double d = factor * y.gradientAt(i, j);
                    for (int k = 0; k < x.columns; k++) {
                        x.grow(i, k, d * w.at(j, k));
                        w.grow(j, k, d * x.at(i, k));
                    }
                }
            }
        });
        return y;
    }

    Matrix times(Matrix x, Matrix w) {
        Matrix y = new Matrix(x.rows, w.columns);
        for (int i = 0; i < y.rows; i++) {
            for (int j = 0; j < y.columns; j++) {
                double sum = 0;
                for (int k = 0; k < x.columns; k++) {
                    sum += x.at(i, k) * w.at(k, j);
                }
                y.set(i, j, sum);
            }
        }
        backward.add(() -> {
            for (int i = 0; i < y.rows; i++) {
                for (int j = 0; j < y.columns; j++) {
                    double d = y.gradientAt(i, j);
                    for (int k = 0; k < x.columns; k++) {
                        x.grow(i, k, d * w.at(k, j));
                        w.grow(k, j, d * x.at(i, k));
                    }
                }
            }
        });
        return y;
    }

    Matrix add(Matrix a, Matrix b) {
        Matrix y = new Matrix(a.rows, a.columns);
        for (int i = 0; i < y.value.length; i++) {
            y.value[i] = a.value[i] + b.value[i];
        }
        backward.add(() -> {
            for (int i = 0; i < y.value.length; i++) {
                a.gradient[i] += y.gradient[i];
                b.gradient[i] += y.gradient[i];
            }
        });
        return y;
    }

    /** y_j = x_j (g_j + plus) / r with r = sqrt(mean x^2 + epsilon); d r / d x_k = x_k / (n r). */
    Matrix rms(Matrix x, Matrix gain, double epsilon, double plus) {
        int n = x.columns;
        Matrix y = new Matrix(x.rows, n);
        double[] r = new double[x.rows];
        for (int i = 0; i < x.rows; i++) {
            double squares = 0;
            for (int j = 0; j < n; j++) {
                squares += x.at(i, j) * x.at(i, j);
            }
            r[i] = Math.sqrt(squares / n + epsilon);
            for (int j = 0; j < n; j++) {
                y.set(i, j, x.at(i, j) * (gain.value[j] + plus) / r[i]);
            }
        }
        backward.add(() -> {
            for (int i = 0; i < x.rows; i++) {
                double dr = 0;
                for (int j = 0; j < n; j++) {
                    dr -= y.gradientAt(i, j) * x.at(i, j) * (gain.value[j] + plus) / (r[i] * r[i]);
                    gain.gradient[j] += y.gradientAt(i, j) * x.at(i, j) / r[i];
                }
                for (int j = 0; j < n; j++) {
                    x.grow(i, j, y.gradientAt(i, j) * (gain.value[j] + plus) / r[i] + dr * x.at(i, j) / (n * r[i]));
                }
            }
        });
        return y;
    }

    /** The columns from {@code from} on. */
    Matrix columns(Matrix x, int from, int count) {
        Matrix y = new Matrix(x.rows, count);
        for (int i = 0; i < x.rows; i++) {
            for (int j = 0; j < count; j++) {
                y.set(i, j, x.at(i, from + j));
            }
        }
        backward.add(() -> {
            for (int i = 0; i < x.rows; i++) {
                for (int j = 0; j < count; j++) {
                    x.grow(i, from + j, y.gradientAt(i, j));
                }
            }
        });
        return y;
    }

    /** Matrices side by side. */
    Matrix beside(List<Matrix> parts) {
        Matrix y = new Matrix(parts.getFirst().rows, parts.stream().mapToInt(part -> part.columns).sum());
        int from = 0;
        for (Matrix part : parts) {
            int first = from;
            for (int i = 0; i < y.rows; i++) {
                for (int j = 0; j < part.columns; j++) {
                    y.set(i, first + j, part.at(i, j));
                }
            }
            backward.add(() -> {
                for (int i = 0; i < y.rows; i++) {
                    for (int j = 0; j < part.columns; j++) {
                        part.grow(i, j, y.gradientAt(i, first + j));
                    }
                }
            });
            from += part.columns;
        }
        return y;
    }

    /** Row p turned by the rotary embedding of position p, halves paired, the frequencies scaled. */
    Matrix turn(Matrix x, double base, RopeScaling scaling) {
        int half = x.columns / 2;
        Matrix y = new Matrix(x.rows, x.columns);
        double[][] cos = new double[x.rows][half];
        double[][] sin = new double[x.rows][half];
        for (int p = 0; p < x.rows; p++) {
            for (int i = 0; i < half; i++) {
                double angle = p / Math.pow(base, 2.0 * i / x.columns) * scaling.factor(i, x.columns, base);
                cos[p][i] = Math.cos(angle) * scaling.magnitude();
                sin[p][i] = Math.sin(angle) * scaling.magnitude();
                y.set(p, i, x.at(p, i) * cos[p][i] - x.at(p, i + half) * sin[p][i]);
                y.set(p, i + half, x.at(p, i + half) * cos[p][i] + x.at(p, i) * sin[p][i]);
            }
        }
        backward.add(() -> {
            for (int p = 0; p < x.rows; p++) {
                for (int i = 0; i < half; i++) {
                    double a = y.gradientAt(p, i);
                    double b = y.gradientAt(p, i + half);
                    x.grow(p, i, a * cos[p][i] + b * sin[p][i]);
                    x.grow(p, i + half, b * cos[p][i] - a * sin[p][i]);
                }
            }
        });
        return y;
    }

    /**
     * Softmax of row i over the columns up to i, the last {@code window} of them if that is not 0; 0 elsewhere. Rows
     * beyond {@code warm} are multiplied by log i / log warm first, if that is not 0.
     */
    Matrix causalSoftmax(Matrix x, int window, int warm) {
        return softmax(x, i -> window == 0 ? 0 : Math.max(0, i - window + 1), i -> i,
            i -> warm > 0 && i > warm ? Math.log(i) / Math.log(warm) : 1);
    }

    private Matrix softmax(Matrix x, IntUnaryOperator from, IntUnaryOperator to, IntToDoubleFunction factor) {
        Matrix y = new Matrix(x.rows, x.columns);
        for (int i = 0; i < x.rows; i++) {
            double sum = 0;
            double t = factor.applyAsDouble(i);
            for (int j = from.applyAsInt(i); j <= to.applyAsInt(i); j++) {
                sum += Math.exp(t * x.at(i, j));
            }
            for (int j = from.applyAsInt(i); j <= to.applyAsInt(i); j++) {
                y.set(i, j, Math.exp(t * x.at(i, j)) / sum);
            }
        }
        backward.add(() -> {
            for (int i = 0; i < x.rows; i++) {
                for (int j = from.applyAsInt(i); j <= to.applyAsInt(i); j++) {
                    for (int k = from.applyAsInt(i); k <= to.applyAsInt(i); k++) {
                        double slope = (j == k ? y.at(i, j) : 0) - y.at(i, j) * y.at(i, k);
                        x.grow(i, j, factor.applyAsDouble(i) * y.gradientAt(i, k) * slope);
                    }
                }
            }
        });
        return y;
    }

    Matrix positiveSquared(Matrix x) {
        Matrix y = new Matrix(x.rows, x.columns);
        for (int i = 0; i < y.value.length; i++) {
            y.value[i] = x.value[i] > 0 ? x.value[i] * x.value[i] : 0;
        }
        backward.add(() -> {
            for (int i = 0; i < y.value.length; i++) {
                x.gradient[i] += x.value[i] > 0 ? 2 * x.value[i] * y.gradient[i] : 0;
            }
        });
        return y;
    }

    /**
     * The summed cross-entropy; the gradient, {@code scale} times, is that of it and of {@code zLoss} times the square
     * of the logarithm of each sum. Targets of -1 do not count.
     */
    double crossEntropy(Matrix logits, int[] targets, double scale, double zLoss) {
        double loss = 0;
        for (int i = 0; i < logits.rows; i++) {
            if (targets[i] < 0) {
                continue;
            }
            double sum = 0;
            for (int j = 0; j < logits.columns; j++) {
                sum += Math.exp(logits.at(i, j));
            }
            loss += Math.log(sum) - logits.at(i, targets[i]);
            for (int j = 0; j < logits.columns; j++) {
                double p = Math.exp(logits.at(i, j)) / sum;
                logits.grow(i, j, scale * (p - (j == targets[i] ? 1 : 0) + zLoss * 2 * Math.log(sum) * p));
            }
        }
        return loss;
    }
}
