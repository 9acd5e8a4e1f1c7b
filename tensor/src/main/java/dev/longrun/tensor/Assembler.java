package dev.longrun.tensor;

import dev.longrun.tensor.Operand.Address;
import dev.longrun.tensor.Operand.Zmm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes x86-64 machine code: the few instructions that {@link Bf16Code} is made of, each method one instruction under
 * the manual's name. Source: Intel, Software Developer's Manual, volume 2: chapter 2 (formats; 2.2.1 REX, 2.3 VEX,
 * 2.7 EVEX) and the page of each instruction, whose encoding stands beside its method.
 */
final class Assembler {

    private static final int REX_W = 0x48;

    /** A place in the code, jumped to before or after it is known. */
    static final class Label {

        private int position = -1;
        private final List<Integer> uses = new ArrayList<>();
    }

    private byte[] code = new byte[1024];
    private int size;

    /** The code so far, every label filled in. */
    byte[] code() {
        return Arrays.copyOf(code, size);
    }

    int size() {
        return size;
    }

    /** {@code mov to, from}: REX.W 89 /r. */
    void mov(Register to, Register from) {
        registers(0x89, from, to);
    }

    /** {@code mov to, [from]}: REX.W 8B /r. */
    void mov(Register to, Address from) {
        memory(0x8B, to, from);
    }

    /** {@code lea to, [of]}: REX.W 8D /r. */
    void lea(Register to, Address of) {
        memory(0x8D, to, of);
    }

    /** {@code lea to, [rip + distance]}: the same with mod 00, r/m 101 and the distance from the next instruction. */
    void lea(Register to, Label of) {
        bytes(REX_W | to.high() << 2, 0x8D, to.low() << 3 | 5);
        distance(of);
    }

    /** {@code add to, other}: REX.W 01 /r. */
    void add(Register to, Register other) {
        registers(0x01, other, to);
    }

    /** {@code add to, value}: REX.W 81 /0 id. */
    void add(Register to, int value) {
        bytes(REX_W | to.high(), 0x81, 0xC0 | to.low());
        int32(value);
    }

    /** {@code dec of}: REX.W FF /1. */
    void dec(Register of) {
        bytes(REX_W | of.high(), 0xFF, 0xC0 | 1 << 3 | of.low());
    }

    /** {@code shr of, bits}: REX.W C1 /5 ib. */
    void shr(Register of, int bits) {
        bytes(REX_W | of.high(), 0xC1, 0xC0 | 5 << 3 | of.low(), bits);
    }

    /** {@code test one, other}: REX.W 85 /r. */
    void test(Register one, Register other) {
        registers(0x85, other, one);
    }

    /** {@code jz to}: 0F 84 cd. */
    void jz(Label to) {
        bytes(0x0F, 0x84);
        distance(to);
    }

    /** {@code jnz to}: 0F 85 cd. */
    void jnz(Label to) {
        bytes(0x0F, 0x85);
        distance(to);
    }

    /** {@code push of}: 50 + r, with REX.B from R8 on. */
    void push(Register of) {
        plain(0x50, of);
    }

    /** {@code pop to}: 58 + r, with REX.B from R8 on. */
    void pop(Register to) {
        plain(0x58, to);
    }

    /** {@code prefetchw [at]}: 0F 0D /1, for a base and an index below R8; it never faults. */
    void prefetchw(Address at) {
        bytes(0x0F, 0x0D);
        memory(1, at, 1);
    }

    /** {@code vzeroupper}: VEX.128.0F.WIG 77. Whoever uses 128-bit instructions after this code pays nothing for it. */
    void vzeroupper() {
        bytes(0xC5, 0xF8, 0x77);
    }

    /** {@code ret}: C3. */
    void ret() {
        bytes(0xC3);
    }

    /** {@code kmovw k, from}: VEX.L0.0F.W0 92 /r, the low 16 bits; VEX in three bytes where B must be set. */
    void kmovw(int mask, Register from) {
        if (from.high() == 0) {
            bytes(0xC5, 0xF8);
        } else {
            bytes(0xC4, 0xC1, 0x78);
        }
        bytes(0x92, 0xC0 | mask << 3 | from.low());
    }

    /** {@code vmovups to, [from]}: EVEX.512.0F.W0 10 /r. */
    void vmovups(Zmm to, Address from) {
        Evex.of(1, 0, 0, 0x10).emit(this, to.number(), 0, from, 0);
    }

    /** {@code vmovups to{mask}{z}, [from]}: lanes left out are zero, and their memory is not touched. */
    void vmovups(Zmm to, int mask, Address from) {
        Evex.of(1, 0, 0, 0x10).emit(this, to.number(), 0, from, Evex.ZEROING | mask);
    }

    /** {@code vmovups [to], from}: EVEX.512.0F.W0 11 /r. */
    void vmovups(Address to, Zmm from) {
        vmovups(to, 0, from);
    }

    /** {@code vmovups [to]{mask}, from}: the lanes left out stay as they are; mask 0 is all lanes. */
    void vmovups(Address to, int mask, Zmm from) {
        Evex.of(1, 0, 0, 0x11).emit(this, from.number(), 0, to, mask);
    }

    /** {@code vdpbf16ps sum, a, b}: EVEX.512.F3.0F38.W0 52 /r; a lane's sum grows by two products of bf16. */
    void vdpbf16ps(Zmm sum, Zmm a, Operand b) {
        Evex.of(2, 2, 0, 0x52).emit(this, sum.number(), a.number(), b, 0);
    }

    /** {@code vcvtne2ps2bf16 to, high, low}: EVEX.512.F2.0F38.W0 72 /r; 32 floats rounded to nearest, ties to even. */
    void vcvtne2ps2bf16(Zmm to, Zmm high, Operand low) {
        Evex.of(2, 3, 0, 0x72).emit(this, to.number(), high.number(), low, 0);
    }

    /** {@code vpermw to, order, from}: EVEX.512.66.0F38.W1 8D /r. */
    void vpermw(Zmm to, Zmm order, Operand from) {
        Evex.of(2, 1, 1, 0x8D).emit(this, to.number(), order.number(), from, 0);
    }

    /** {@code vpunpckldq to, a, b}: EVEX.512.66.0F.W0 62 /r. */
    void vpunpckldq(Zmm to, Zmm a, Zmm b) {
        Evex.of(1, 1, 0, 0x62).emit(this, to.number(), a.number(), b, 0);
    }

    /** {@code vpunpckhdq to, a, b}: EVEX.512.66.0F.W0 6A /r. */
    void vpunpckhdq(Zmm to, Zmm a, Zmm b) {
        Evex.of(1, 1, 0, 0x6A).emit(this, to.number(), a.number(), b, 0);
    }

    /** {@code vpunpcklqdq to, a, b}: EVEX.512.66.0F.W1 6C /r. */
    void vpunpcklqdq(Zmm to, Zmm a, Zmm b) {
        Evex.of(1, 1, 1, 0x6C).emit(this, to.number(), a.number(), b, 0);
    }

    /** {@code vpunpckhqdq to, a, b}: EVEX.512.66.0F.W1 6D /r. */
    void vpunpckhqdq(Zmm to, Zmm a, Zmm b) {
        Evex.of(1, 1, 1, 0x6D).emit(this, to.number(), a.number(), b, 0);
    }

    /** {@code vshufi32x4 to, a, b, which}: EVEX.512.66.0F3A.W0 43 /r ib; two quarters of a, then two of b. */
    void vshufi32x4(Zmm to, Zmm a, Zmm b, int which) {
        Evex.of(3, 1, 0, 0x43).emit(this, to.number(), a.number(), b, 0);
        bytes(which);
    }

    /** {@code valignd to, high, low, lanes}: EVEX.512.66.0F3A.W0 03 /r ib; both, shifted down by so many lanes. */
    void valignd(Zmm to, Zmm high, Zmm low, int lanes) {
        Evex.of(3, 1, 0, 0x03).emit(this, to.number(), high.number(), low, 0);
        bytes(lanes);
    }

    /** {@code vpxord to, a, b}: EVEX.512.66.0F.W0 EF /r. */
    void vpxord(Zmm to, Zmm a, Zmm b) {
        Evex.of(1, 1, 0, 0xEF).emit(this, to.number(), a.number(), b, 0);
    }

    /** The label is here. */
    void bind(Label label) {
        label.position = size;
        for (int use : label.uses) {
            fill(use, label);
        }
    }

    /** Fills up to a multiple of {@code unit} with {@code int3} (CC), which is never to be run. */
    void align(int unit) {
        while (size % unit != 0) {
            bytes(0xCC);
        }
    }

    void bytes(int... values) {
        if (size + values.length > code.length) {
            code = Arrays.copyOf(code, 2 * code.length);
        }
        for (int value : values) {
            code[size++] = (byte) value;
        }
    }

    void int32(int value) {
        bytes(value, value >> 8, value >> 16, value >> 24);
    }

    /**
     * ModRM, SIB and displacement of a memory operand. A displacement that is a multiple of {@code unit} takes one byte
     * if the quotient fits (EVEX, 2.7.5: disp8*N); {@code unit} is 1 outside EVEX.
     */
    void memory(int register, Address address, int unit) {
        int displacement = address.displacement();
        int base = address.base().low();
        int mode = 2;
        if (displacement == 0 && base != 5) {
            mode = 0;
        } else if (displacement % unit == 0 && displacement / unit == (byte) (displacement / unit)) {
            mode = 1;
        }
        boolean sib = address.isIndexed() || base == 4;
        bytes(mode << 6 | (register & 7) << 3 | (sib ? 4 : base));
        if (sib) {
            bytes(Integer.numberOfTrailingZeros(address.scale()) << 6 | address.index().low() << 3 | base);
        }
        if (mode == 1) {
            bytes(displacement / unit);
        } else if (mode == 2) {
            int32(displacement);
        }
    }

    private void memory(int opcode, Register register, Address address) {
        bytes(REX_W | register.high() << 2 | address.index().high() << 1 | address.base().high(), opcode);
        memory(register.low(), address, 1);
    }

    private void registers(int opcode, Register register, Register other) {
        bytes(REX_W | register.high() << 2 | other.high(), opcode, 0xC0 | register.low() << 3 | other.low());
    }

    private void plain(int opcode, Register of) {
        if (of.high() == 1) {
            bytes(0x41);
        }
        bytes(opcode | of.low());
    }

    /** The distance to a label from behind these four bytes. */
    private void distance(Label to) {
        int at = size;
        int32(0);
        if (to.position >= 0) {
            fill(at, to);
        } else {
            to.uses.add(at);
        }
    }

    private void fill(int at, Label label) {
        int distance = label.position - (at + Integer.BYTES);
        for (int i = 0; i < Integer.BYTES; i++) {
            code[at + i] = (byte) (distance >> 8 * i);
        }
    }
}
