package dev.longrun.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class Bf16Test {

    @Test
    void roundsToNearestAndTiesToEven() {
        assertEquals(0x3F80, Bf16.round(1f));
        // one and half a unit in the last place: down to even; three halves: up to even; a little more than a half: up
        assertEquals(0x3F80, Bf16.round(Float.intBitsToFloat(0x3F80_8000)));
        assertEquals(0x3F82, Bf16.round(Float.intBitsToFloat(0x3F81_8000)));
        assertEquals(0x3F81, Bf16.round(Float.intBitsToFloat(0x3F80_8001)));
        assertEquals((short) 0xBF81, Bf16.round(Float.intBitsToFloat(0xBF80_8001)));
    }

    @Test
    void roundsWhereNumbersEnd() {
        assertEquals(0x7F80, Bf16.round(Float.MAX_VALUE));
        assertEquals(0x7F80, Bf16.round(Float.POSITIVE_INFINITY));
        assertEquals((short) 0xFF80, Bf16.round(Float.NEGATIVE_INFINITY));
        assertTrue(Float.isNaN(Bf16.wide(Bf16.round(Float.intBitsToFloat(0x7F80_0001)))));
        assertEquals(0, Bf16.round(Float.intBitsToFloat(0x007F_FFFF)));
        assertEquals((short) 0x8000, Bf16.round(-Float.MIN_VALUE));
        assertEquals(0x0080, Bf16.round(Float.MIN_NORMAL));
    }

    @Test
    void dotAddsTheUpperProductFirst() {
        short one = Bf16.round(1);
        short big = Bf16.round(0x1p30f);
        short minus = Bf16.round(-0x1p30f);
        // the upper product takes the sum away, the lower one stays; the other way round the one would be lost
        assertEquals(1f, Bf16.dot(0x1p30f, one, minus, one, one));
        assertEquals(0f, Bf16.dot(0x1p30f, minus, one, one, one));
        assertEquals(0x1p30f, Bf16.dot(0, big, one, one, one));
    }

    @Test
    void dotTakesDenormalsForZero() {
        short least = 1;
        short one = Bf16.round(1);
        assertEquals(0f, Bf16.dot(Float.MIN_VALUE, least, least, one, one));
        assertEquals(0f, Bf16.dot(0, Bf16.round(0x1p-100f), (short) 0, Bf16.round(0x1p-30f), (short) 0));
    }
}
