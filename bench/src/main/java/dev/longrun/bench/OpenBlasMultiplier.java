package dev.longrun.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** OpenBLAS: {@code cblas_sgemm}. */
final class OpenBlasMultiplier implements Multiplier {

    private static final int ROW_MAJOR = 101;
    private static final int AS_IS = 111;
    private static final int TRANSPOSED = 112;

    private final MethodHandle sgemm;
    private final String core;

    OpenBlasMultiplier(Path libraries, int threads) {
        OpenBlasCore.named().ifPresent(name -> Native.environment(OpenBlasCore.VARIABLE, name));
        Native openblas = new Native(libraries, "libopenblas.so.0", "libgcc_s.so.1", "libquadmath.so.0",
            "libgfortran.so.5");
        sgemm = openblas.function("cblas_sgemm", FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
            JAVA_INT, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT));
        try {
            openblas.function("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT)).invokeExact(threads);
            MemorySegment name = (MemorySegment) openblas.function("openblas_get_corename",
                FunctionDescriptor.of(ADDRESS)).invokeExact();
            core = Native.text(name);
        } catch (Throwable failure) {
            throw Native.failed("OpenBLAS", failure);
        }
    }

    @Override
    public String title() {
        return Peer.OPENBLAS.title() + " (" + core + ")";
    }

    @Override
    public Prepared prepare(Product product, float[] a, float[] b) {
        return new Blas(product, a, b);
    }

    private final class Blas implements Prepared {

        private final Arena arena = Arena.ofShared();
        private final Product product;
        private final MemorySegment a;
        private final MemorySegment b;
        private final MemorySegment c;

        Blas(Product product, float[] a, float[] b) {
            this.product = product;
            this.a = Native.floats(arena, a);
            this.b = Native.floats(arena, b);
            c = Native.floats(arena, product.m() * product.n());
        }

        @Override
        public void multiply() {
            try {
                sgemm.invokeExact(ROW_MAJOR, product.kind().transposesA() ? TRANSPOSED : AS_IS,
                    product.kind().transposesB() ? TRANSPOSED : AS_IS, product.m(), product.n(), product.k(), 1f,
                    a, product.strideOfA(), b, product.strideOfB(), 0f, c, product.n());
            } catch (Throwable failure) {
                throw Native.failed("cblas_sgemm", failure);
            }
        }

        @Override
        public float[] result() {
            return c.toArray(JAVA_FLOAT);
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
