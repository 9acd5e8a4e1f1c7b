package dev.longrun.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

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

    /** y_j = x_j g_j / r with r = sqrt(mean x^2 + epsilon); d r / d x_k = x_k / (n r). */
    Matrix rms(Matrix x, Matrix gain, double epsilon) {
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
                y.set(i, j, x.at(i, j) * gain.value[j] / r[i]);
            }
        }
        backward.add(() -> {
            for (int i = 0; i < x.rows; i++) {
                double dr = 0;
                for (int j = 0; j < n; j++) {
                    dr -= y.gradientAt(i, j) * x.at(i, j) * gain.value[j] / (r[i] * r[i]);
                    gain.gradient[j] += y.gradientAt(i, j) * x.at(i, j) / r[i];
                }
                for (int j = 0; j < n; j++) {
                    x.grow(i, j, y.gradientAt(i, j) * gain.value[j] / r[i] + dr * x.at(i, j) / (n * r[i]));
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

    /** Matrices of one width side by side. */
    Matrix beside(List<Matrix> parts) {
        int width = parts.getFirst().columns;
        Matrix y = new Matrix(parts.getFirst().rows, width * parts.size());
        for (int part = 0; part < parts.size(); part++) {
            for (int i = 0; i < y.rows; i++) {
                for (int j = 0; j < width; j++) {
                    y.set(i, part * width + j, parts.get(part).at(i, j));
                }
            }
        }
        backward.add(() -> {
            for (int part = 0; part < parts.size(); part++) {
                for (int i = 0; i < y.rows; i++) {
                    for (int j = 0; j < width; j++) {
                        parts.get(part).grow(i, j, y.gradientAt(i, part * width + j));
                    }
                }
            }
        });
        return y;
    }

    /** Row p turned by the rotary embedding of position p, halves paired. */
    Matrix turn(Matrix x, double base) {
        int half = x.columns / 2;
        Matrix y = new Matrix(x.rows, x.columns);
        for (int p = 0; p < x.rows; p++) {
            for (int i = 0; i < half; i++) {
                double angle = p / Math.pow(base, 2.0 * i / x.columns);
                y.set(p, i, x.at(p, i) * Math.cos(angle) - x.at(p, i + half) * Math.sin(angle));
                y.set(p, i + half, x.at(p, i + half) * Math.cos(angle) + x.at(p, i) * Math.sin(angle));
            }
        }
        backward.add(() -> {
            for (int p = 0; p < x.rows; p++) {
                for (int i = 0; i < half; i++) {
                    double angle = p / Math.pow(base, 2.0 * i / x.columns);
                    double a = y.gradientAt(p, i);
                    double b = y.gradientAt(p, i + half);
                    x.grow(p, i, a * Math.cos(angle) + b * Math.sin(angle));
                    x.grow(p, i + half, b * Math.cos(angle) - a * Math.sin(angle));
                }
            }
        });
        return y;
    }

    /** Softmax of row i over columns 0 to i; 0 beyond. */
    Matrix causalSoftmax(Matrix x) {
        Matrix y = new Matrix(x.rows, x.columns);
        for (int i = 0; i < x.rows; i++) {
            double sum = 0;
            for (int j = 0; j <= i; j++) {
                sum += Math.exp(x.at(i, j));
            }
            for (int j = 0; j <= i; j++) {
                y.set(i, j, Math.exp(x.at(i, j)) / sum);
            }
        }
        backward.add(() -> {
            for (int i = 0; i < x.rows; i++) {
                for (int j = 0; j <= i; j++) {
                    for (int k = 0; k <= i; k++) {
                        double slope = (j == k ? y.at(i, j) : 0) - y.at(i, j) * y.at(i, k);
                        x.grow(i, j, y.gradientAt(i, k) * slope);
                    }
                }
            }
        });
        return y;
    }

    /** silu(gate) up. */
    Matrix gated(Matrix gate, Matrix up) {
        Matrix y = new Matrix(up.rows, up.columns);
        for (int i = 0; i < y.value.length; i++) {
            y.value[i] = gate.value[i] / (1 + Math.exp(-gate.value[i])) * up.value[i];
        }
        backward.add(() -> {
            for (int i = 0; i < y.value.length; i++) {
                double g = gate.value[i];
                double z = 1 / (1 + Math.exp(-g));
                up.gradient[i] += y.gradient[i] * g * z;
                gate.gradient[i] += y.gradient[i] * up.value[i] * (z + g * z * (1 - z));
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
