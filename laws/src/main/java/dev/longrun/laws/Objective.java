package dev.longrun.laws;

/** A function to be made least, with its derivatives. */
interface Objective {

    /** How many parameters it has. */
    int size();

    /** The value at {@code theta}. */
    double value(double[] theta);

    /** The value, with the gradient and the matrix of second derivatives (or one that bounds it) written over. */
    double derivatives(double[] theta, double[] gradient, double[][] curvature);
}
