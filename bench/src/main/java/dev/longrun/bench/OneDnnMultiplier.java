package dev.longrun.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** oneDNN: its matmul primitive, made once for a product as its users do. */
final class OneDnnMultiplier implements Multiplier {

    private final OneDnn library;

    OneDnnMultiplier(Path libraries, int threads) {
        library = new OneDnn(libraries, threads);
    }

    @Override
    public String title() {
        return Peer.ONEDNN.title();
    }

    @Override
    public Prepared prepare(Product product, float[] a, float[] b) {
        return new Primitive(product, a, b);
    }

    private final class Primitive implements Prepared {

        private final Arena arena = Arena.ofShared();
        private final MemorySegment c;
        private final MemorySegment primitive;
        private final MemorySegment arguments;

        Primitive(Product product, float[] a, float[] b) {
            int m = product.m();
            int n = product.n();
            int k = product.k();
            boolean transposesA = product.kind().transposesA();
            boolean transposesB = product.kind().transposesB();
            MemorySegment shapeOfA = library.matrix(m, k, transposesA ? 1 : k, transposesA ? m : 1);
            MemorySegment shapeOfB = library.matrix(k, n, transposesB ? 1 : n, transposesB ? k : 1);
            MemorySegment shapeOfC = library.matrix(m, n, n, 1);
            c = Native.floats(arena, m * n);
            primitive = library.product(shapeOfA, shapeOfB, shapeOfC);
            arguments = library.arguments(arena, library.memory(shapeOfA, Native.floats(arena, a)),
                library.memory(shapeOfB, Native.floats(arena, b)), library.memory(shapeOfC, c));
        }

        @Override
        public void multiply() {
            library.execute(primitive, arguments);
        }

        @Override
        public float[] result() {
            return c.toArray(ValueLayout.JAVA_FLOAT);
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
