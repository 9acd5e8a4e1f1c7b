package dev.longrun.tensor;

import dev.longrun.tensor.Operand.Address;
import dev.longrun.tensor.Operand.Broadcast;
import dev.longrun.tensor.Operand.Zmm;

/**
 * An instruction in EVEX form with 512-bit vectors: Intel SDM, volume 2, 2.7. Four bytes of prefix, opcode, ModRM, and
 * what a memory operand takes. Register numbers have five bits, of which the upper two stand in the prefix, inverted.
 *
 * @param map 1 for opcodes after 0F, 2 for 0F 38, 3 for 0F 3A
 * @param prefix 0 for none, 1 for 66, 2 for F3, 3 for F2
 * @param wide W
 * @param opcode the opcode's last byte
 */
record Evex(int map, int prefix, int wide, int opcode) {

    /** Beside a mask: lanes left out become zero. */
    static final int ZEROING = 8;

    private static final int VECTOR_BYTES = 64;

    static Evex of(int map, int prefix, int wide, int opcode) {
        return new Evex(map, prefix, wide, opcode);
    }

    /**
     * Writes it with ModRM.reg {@code register}, EVEX.vvvv {@code second} (0 where there is none) and the operand of
     * ModRM.r/m.
     */
    void emit(Assembler into, int register, int second, Operand last, int mask) {
        switch (last) {
            case Zmm zmm -> {
                prefix(into, register, second, zmm.number() >> 4, zmm.number() >> 3 & 1, mask, 0);
                into.bytes(0xC0 | (register & 7) << 3 | zmm.number() & 7);
            }
            case Address address -> {
                prefix(into, register, second, address.index().high(), address.base().high(), mask, 0);
                into.memory(register, address, VECTOR_BYTES);
            }
            case Broadcast broadcast -> {
                Address address = broadcast.address();
                prefix(into, register, second, address.index().high(), address.base().high(), mask, 1);
                into.memory(register, address, Integer.BYTES);
            }
        }
    }

    /** 62, then R X B R' 0 m m m, then W v v v v 1 p p, then z L' L b V' a a a, and the opcode. */
    private void prefix(Assembler into, int register, int second, int x, int b, int mask, int broadcast) {
        int inverted = (register >> 3 & 1) << 7 | x << 6 | b << 5 | (register >> 4) << 4;
        into.bytes(0x62, inverted ^ 0xF0 | map, wide << 7 | (~second & 15) << 3 | 1 << 2 | prefix,
            (mask & ZEROING) << 4 | 2 << 5 | broadcast << 4 | (~second >> 4 & 1) << 3 | mask & 7, opcode);
    }
}
