package dev.longrun.bench;

/** Somebody who multiplies matrices. */
interface Multiplier {

    /** Name and version. */
    String title();

    /** Prepares a product of these operands; close it before the next. */
    Prepared prepare(Product product, float[] a, float[] b);

    /** A product that can be done again and again. */
    interface Prepared extends AutoCloseable {

        /** Does it once. */
        void multiply();

        /** A copy of the result. */
        float[] result();

        @Override
        void close();
    }
}
