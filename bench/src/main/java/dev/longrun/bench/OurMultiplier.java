package dev.longrun.bench;

import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.ThreadTeam;

/** Longrun's own products. */
final class OurMultiplier implements Multiplier {

    private final MatMul products;

    OurMultiplier(ThreadTeam team) {
        products = new MatMul(team);
    }

    @Override
    public String title() {
        return "Longrun";
    }

    @Override
    public Prepared prepare(Product product, float[] a, float[] b) {
        return new Ours(product, a, b, new float[product.m() * product.n()]);
    }

    private final class Ours implements Prepared {

        private final Product product;
        private final float[] a;
        private final float[] b;
        private final float[] c;

        Ours(Product product, float[] a, float[] b, float[] c) {
            this.product = product;
            this.a = a;
            this.b = b;
            this.c = c;
        }

        @Override
        public void multiply() {
            int m = product.m();
            int n = product.n();
            int k = product.k();
            switch (product.kind()) {
                case NN -> products.nn(m, n, k, a, 0, product.strideOfA(), b, 0, product.strideOfB(), c, 0, n, false);
                case NT -> products.nt(m, n, k, a, 0, product.strideOfA(), b, 0, product.strideOfB(), c, 0, n, false);
                case TN -> products.tn(m, n, k, a, 0, product.strideOfA(), b, 0, product.strideOfB(), c, 0, n, false);
            }
        }

        @Override
        public float[] result() {
            return c.clone();
        }

        @Override
        public void close() {
            // Heap memory goes by itself.
        }
    }
}
