package dev.longrun.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The first 128 bits of a SHA-256: enough to take equal for the same. */
record Digest(long high, long low) {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    static Digest of(byte[] bytes) {
        byte[] sha = Hash.sha256().digest(bytes);
        return new Digest((long) LONGS.get(sha, 0), (long) LONGS.get(sha, 8));
    }
}
