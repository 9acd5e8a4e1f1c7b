package dev.longrun.tensor;

import static dev.longrun.tensor.Register.R10;
import static dev.longrun.tensor.Register.R11;
import static dev.longrun.tensor.Register.R8;
import static dev.longrun.tensor.Register.R9;
import static dev.longrun.tensor.Register.RAX;
import static dev.longrun.tensor.Register.RBX;
import static dev.longrun.tensor.Register.RCX;
import static dev.longrun.tensor.Register.RDI;
import static dev.longrun.tensor.Register.RDX;
import static dev.longrun.tensor.Register.RSI;
import static dev.longrun.tensor.Register.RSP;

import dev.longrun.tensor.Assembler.Label;
import dev.longrun.tensor.Operand.Address;
import dev.longrun.tensor.Operand.Broadcast;
import dev.longrun.tensor.Operand.Zmm;

/**
 * The machine code of the bf16 products: functions of the C calling convention (System V ABI for AMD64, 3.2: arguments
 * in RDI, RSI, RDX, RCX, R8, R9, then on the stack from RSP + 8; RBX and R12 to R15 are the caller's). An array comes
 * as two arguments, its address and an offset in bytes. All distances are bytes. A pair is two bf16 of consecutive k,
 * the even one in the lower half, as {@code vdpbf16ps} takes them.
 */
final class Bf16Code {

    /** Rows of the greatest tile. */
    static final int ROWS = 12;

    /** Columns of a tile: two vectors of sums. */
    static final int COLUMNS = 32;

    /** Rows that {@link #transpose} takes. */
    static final int TRANSPOSED = 16;

    /** Sums in a vector. */
    static final int SUM_LANES = 16;

    /** Independent vectors of sums in {@link #peak}. */
    static final int PEAK_SUMS = 24;

    private static final int VECTOR = 64;
    private static final int FIRST_SUM = 8;
    private static final int ROWS_OF_BASE = 3;

    private final Assembler out;

    Bf16Code(Assembler out) {
        this.out = out;
    }

    /**
     * A tile of c, {@code rows} by {@link #COLUMNS}: {@code (c, cOffset, cStride, a, b, pairs, aRowStride, aPairStride,
     * columns)}. b is a panel of pairs, COLUMNS wide. Sums start from c if {@code loads}, else from zero. Only if
     * {@code masked}, a column counts when it has a bit in {@code columns}. Meanwhile the tile to the right is fetched.
     */
    void tile(int rows, boolean loads, boolean masked) {
        Register[] bases = {RCX, R10, R11, RBX};
        out.push(RBX);
        if (masked) {
            masks(2, Address.at(RSP, 32));
        }
        out.add(RDI, RSI);
        out.mov(RAX, RDI);
        for (int row = 0; row < rows; row++) {
            for (int half = 0; half < 2; half++) {
                if (loads && masked) {
                    out.vmovups(sum(row, half), 1 + half, Address.at(RAX, half * VECTOR));
                } else if (loads) {
                    out.vmovups(sum(row, half), Address.at(RAX, half * VECTOR));
                } else {
                    out.vpxord(sum(row, half), sum(row, half), sum(row, half));
                }
                out.prefetchw(Address.at(RAX, (2 + half) * VECTOR));
            }
            out.add(RAX, RDX);
        }
        out.mov(RSI, Address.at(RSP, 16));
        out.lea(RAX, Address.at(RSI, RSI, 2));
        int used = Math.ceilDiv(rows, ROWS_OF_BASE);
        for (int base = 1; base < used; base++) {
            out.lea(bases[base], Address.at(bases[base - 1], RAX, 1));
        }
        out.mov(RAX, Address.at(RSP, 24));
        Label loop = new Label();
        out.bind(loop);
        out.vmovups(zmm(0), Address.at(R8));
        out.vmovups(zmm(1), Address.at(R8, VECTOR));
        for (int row = 0; row < rows; row++) {
            Register base = bases[row / ROWS_OF_BASE];
            int step = row % ROWS_OF_BASE;
            Operand a = new Broadcast(step == 0 ? Address.at(base) : Address.at(base, RSI, step));
            out.vdpbf16ps(sum(row, 0), zmm(0), a);
            out.vdpbf16ps(sum(row, 1), zmm(1), a);
        }
        for (int base = 0; base < used; base++) {
            out.add(bases[base], RAX);
        }
        out.add(R8, 2 * VECTOR);
        out.dec(R9);
        out.jnz(loop);
        for (int row = 0; row < rows; row++) {
            out.vmovups(Address.at(RDI), masked ? 1 : 0, sum(row, 0));
            out.vmovups(Address.at(RDI, VECTOR), masked ? 2 : 0, sum(row, 1));
            out.add(RDI, RDX);
        }
        out.pop(RBX);
        end();
    }

    /**
     * Rows of floats to rows of bf16: {@code (x, xOffset, xStride, rows, groups, to, toStride, last)}. A row is
     * {@code groups} times 32 floats and then up to 32 more, those with a bit in {@code last}; zeros for the others.
     */
    void rows() {
        masks(2, Address.at(RSP, 16));
        out.add(RDI, RSI);
        out.mov(RSI, Address.at(RSP, 8));
        Label row = new Label();
        Label group = new Label();
        Label last = new Label();
        out.bind(row);
        out.mov(RAX, RDI);
        out.mov(R10, R9);
        out.mov(R11, R8);
        out.test(R11, R11);
        out.jz(last);
        out.bind(group);
        out.vmovups(zmm(1), Address.at(RAX, VECTOR));
        out.vcvtne2ps2bf16(zmm(0), zmm(1), Address.at(RAX));
        out.vmovups(Address.at(R10), zmm(0));
        out.add(RAX, 2 * VECTOR);
        out.add(R10, VECTOR);
        out.dec(R11);
        out.jnz(group);
        out.bind(last);
        out.vmovups(zmm(2), 1, Address.at(RAX));
        out.vmovups(zmm(1), 2, Address.at(RAX, VECTOR));
        out.vcvtne2ps2bf16(zmm(0), zmm(1), zmm(2));
        out.vmovups(Address.at(R10), zmm(0));
        out.add(RDI, RDX);
        out.add(R9, RSI);
        out.dec(RCX);
        out.jnz(row);
        end();
    }

    /**
     * Two rows of {@code vectors} times 16 floats to a row of pairs, and so on down: {@code (x, xOffset, xStride,
     * pairs, to, toStride, columns)}. The lower 32 bits of {@code columns} say which floats of the first row count, the
     * upper ones which of the second; zeros for the others.
     */
    void interleave(int vectors) {
        Label order = new Label();
        masks(4, Address.at(RSP, 8));
        out.add(RDI, RSI);
        out.lea(RAX, order);
        out.vmovups(zmm(31), Address.at(RAX));
        Label pair = new Label();
        out.bind(pair);
        for (int i = 0; i < vectors; i++) {
            out.vmovups(zmm(i), 1 + i, Address.at(RDI, i * VECTOR));
            out.vmovups(zmm(2 + i), 3 + i, Address.at(RDI, RDX, 1, i * VECTOR));
            out.vcvtne2ps2bf16(zmm(i), zmm(2 + i), zmm(i));
            out.vpermw(zmm(i), zmm(31), zmm(i));
            out.vmovups(Address.at(R8, i * VECTOR), zmm(i));
        }
        out.lea(RDI, Address.at(RDI, RDX, 2));
        out.add(R8, R9);
        out.dec(RCX);
        out.jnz(pair);
        end();
        order(order);
    }

    /**
     * Two rows of 48 floats to a row of pairs in each of four panels of {@link #ROWS}, and so on down:
     * {@code (x, xOffset, xStride, pairs, to, panelStride, rows)}. The lower 16 bits of {@code rows} are all ones
     * where the first row counts, else zero, those from 32 on where the second does. 16 bytes behind a panel are
     * written to as well.
     */
    void interleaveFour() {
        Label order = new Label();
        masks(3, Address.at(RSP, 8));
        out.add(RDI, RSI);
        out.lea(RAX, order);
        out.vmovups(zmm(31), Address.at(RAX));
        out.lea(RAX, Address.at(R9, R9, 2));
        Label pair = new Label();
        out.bind(pair);
        for (int i = 0; i < 3; i++) {
            out.vmovups(zmm(3 + i), 1, Address.at(RDI, i * VECTOR));
            out.vmovups(zmm(6 + i), 3, Address.at(RDI, RDX, 1, i * VECTOR));
            out.vcvtne2ps2bf16(zmm(i), zmm(6 + i), zmm(3 + i));
            out.vpermw(zmm(i), zmm(31), zmm(i));
        }
        out.valignd(zmm(3), zmm(1), zmm(0), 12);
        out.valignd(zmm(4), zmm(2), zmm(1), 8);
        out.valignd(zmm(5), zmm(2), zmm(2), 4);
        out.vmovups(Address.at(R8), zmm(0));
        out.vmovups(Address.at(R8, R9, 1), zmm(3));
        out.vmovups(Address.at(R8, R9, 2), zmm(4));
        out.vmovups(Address.at(R8, RAX, 1), zmm(5));
        out.lea(RDI, Address.at(RDI, RDX, 2));
        out.add(R8, ROWS * Integer.BYTES);
        out.dec(RCX);
        out.jnz(pair);
        end();
        order(order);
    }

    /**
     * 16 rows of floats to columns of pairs, 16 to a row: {@code (x, xOffset, xStride, groups, to, columns)}. A group
     * is 32 floats of each row, those with a bit in {@code columns} (zeros for the others), and becomes 16 rows of
     * pairs, a panel's width apart.
     */
    void transpose() {
        Register[] bases = {RDI, R10, R11, RSI};
        out.kmovw(1, R9);
        out.shr(R9, 16);
        out.kmovw(2, R9);
        out.add(RDI, RSI);
        out.lea(RAX, Address.at(RDX, RDX, 2));
        for (int base = 1; base < bases.length; base++) {
            out.lea(bases[base], Address.at(bases[base - 1], RDX, 4));
        }
        Label group = new Label();
        out.bind(group);
        for (int row = 0; row < TRANSPOSED; row++) {
            Register index = row % 4 == 0 ? RSP : row % 4 == 3 ? RAX : RDX;
            int scale = row % 4 == 2 ? 2 : 1;
            out.vmovups(zmm(row), 1, Address.at(bases[row / 4], index, scale));
            out.vmovups(zmm(31), 2, Address.at(bases[row / 4], index, scale, VECTOR));
            out.vcvtne2ps2bf16(zmm(row), zmm(31), zmm(row));
        }
        transposeRegisters();
        for (int pair = 0; pair < 16; pair++) {
            out.vmovups(Address.at(R8, 2 * VECTOR * pair), zmm(pair));
        }
        for (Register base : bases) {
            out.add(base, 2 * VECTOR);
        }
        out.add(R8, 16 * 2 * VECTOR);
        out.dec(RCX);
        out.jnz(group);
        end();
    }

    /** Lane i of register j becomes lane j of register i, for the first 16: by twos, fours, and quarters of vectors. */
    private void transposeRegisters() {
        for (int i = 0; i < 16; i += 2) {
            out.vpunpckldq(zmm(16 + i), zmm(i), zmm(i + 1));
            out.vpunpckhdq(zmm(17 + i), zmm(i), zmm(i + 1));
        }
        for (int i = 0; i < 16; i += 4) {
            out.vpunpcklqdq(zmm(i), zmm(16 + i), zmm(18 + i));
            out.vpunpckhqdq(zmm(i + 1), zmm(16 + i), zmm(18 + i));
            out.vpunpcklqdq(zmm(i + 2), zmm(17 + i), zmm(19 + i));
            out.vpunpckhqdq(zmm(i + 3), zmm(17 + i), zmm(19 + i));
        }
        // register 4 g + j now holds, of rows 4 g to 4 g + 3, lane 4 q + j in quarter q
        for (int j = 0; j < 4; j++) {
            out.vshufi32x4(zmm(16 + j), zmm(j), zmm(4 + j), 0x88);
            out.vshufi32x4(zmm(20 + j), zmm(8 + j), zmm(12 + j), 0x88);
            out.vshufi32x4(zmm(24 + j), zmm(j), zmm(4 + j), 0xDD);
            out.vshufi32x4(zmm(28 + j), zmm(8 + j), zmm(12 + j), 0xDD);
        }
        for (int j = 0; j < 4; j++) {
            out.vshufi32x4(zmm(j), zmm(16 + j), zmm(20 + j), 0x88);
            out.vshufi32x4(zmm(8 + j), zmm(16 + j), zmm(20 + j), 0xDD);
            out.vshufi32x4(zmm(4 + j), zmm(24 + j), zmm(28 + j), 0x88);
            out.vshufi32x4(zmm(12 + j), zmm(24 + j), zmm(28 + j), 0xDD);
        }
    }

    /** {@code (nothing, steps)}: rounds of {@link #PEAK_SUMS} independent {@code vdpbf16ps}, from registers alone. */
    void peak() {
        for (int i = 0; i < 32; i++) {
            out.vpxord(zmm(i), zmm(i), zmm(i));
        }
        Label loop = new Label();
        out.bind(loop);
        for (int i = 0; i < PEAK_SUMS; i++) {
            out.vdpbf16ps(zmm(FIRST_SUM + i), zmm(0), zmm(1));
        }
        out.dec(RSI);
        out.jnz(loop);
        end();
    }

    /** The bits at {@code from}, the lowest first, to the first masks, 16 to each. */
    private void masks(int count, Address from) {
        out.mov(RAX, from);
        for (int mask = 1; mask <= count; mask++) {
            out.kmovw(mask, RAX);
            out.shr(RAX, 16);
        }
    }

    /** A vector of 16-bit numbers for {@code vpermw}: one of the lower half, one of the upper. */
    private void order(Label order) {
        out.align(VECTOR);
        out.bind(order);
        for (int lane = 0; lane < 16; lane++) {
            out.int32(lane | lane + 16 << 16);
        }
    }

    private void end() {
        out.vzeroupper();
        out.ret();
    }

    private static Zmm sum(int row, int half) {
        return zmm(FIRST_SUM + 2 * row + half);
    }

    private static Zmm zmm(int number) {
        return new Zmm(number);
    }
}
