package dev.longrun.tensor;

import static dev.longrun.tensor.Register.R10;
import static dev.longrun.tensor.Register.R11;
import static dev.longrun.tensor.Register.R12;
import static dev.longrun.tensor.Register.R13;
import static dev.longrun.tensor.Register.R15;
import static dev.longrun.tensor.Register.R8;
import static dev.longrun.tensor.Register.R9;
import static dev.longrun.tensor.Register.RAX;
import static dev.longrun.tensor.Register.RBP;
import static dev.longrun.tensor.Register.RBX;
import static dev.longrun.tensor.Register.RCX;
import static dev.longrun.tensor.Register.RDI;
import static dev.longrun.tensor.Register.RDX;
import static dev.longrun.tensor.Register.RSI;
import static dev.longrun.tensor.Register.RSP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.longrun.tensor.Assembler.Label;
import dev.longrun.tensor.Operand.Address;
import dev.longrun.tensor.Operand.Broadcast;
import dev.longrun.tensor.Operand.Zmm;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The bytes are those that the GNU assembler 2.40 writes for the text beside them. */
class AssemblerTest {

    @Test
    void generalRegistersMasksAndCalls() {
        check("48 89 f8", "mov rax, rdi",
            out -> out.mov(RAX, RDI));
        check("4d 89 ca", "mov r10, r9",
            out -> out.mov(R10, R9));
        check("48 8b 74 24 10", "mov rsi, [rsp+16]",
            out -> out.mov(RSI, Address.at(RSP, 16)));
        check("4d 8b 1c 24", "mov r11, [r12]",
            out -> out.mov(R11, Address.at(R12)));
        check("48 8b 45 00", "mov rax, [rbp]",
            out -> out.mov(RAX, Address.at(RBP)));
        check("49 8b 85 00 04 00 00", "mov rax, [r13+1024]",
            out -> out.mov(RAX, Address.at(R13, 1024)));
        check("48 8d 04 76", "lea rax, [rsi+rsi*2]",
            out -> out.lea(RAX, Address.at(RSI, RSI, 2)));
        check("49 8d 1c 03", "lea rbx, [r11+rax]",
            out -> out.lea(RBX, Address.at(R11, RAX, 1)));
        check("4c 8d 14 97", "lea r10, [rdi+rdx*4]",
            out -> out.lea(R10, Address.at(RDI, RDX, 4)));
        check("48 01 f7", "add rdi, rsi",
            out -> out.add(RDI, RSI));
        check("4d 01 d9", "add r9, r11",
            out -> out.add(R9, R11));
        check("49 81 c0 80 00 00 00", "add r8, 128",
            out -> out.add(R8, 128));
        check("48 81 c2 00 04 00 00", "add rdx, 1024",
            out -> out.add(RDX, 1024));
        check("49 ff c9", "dec r9",
            out -> out.dec(R9));
        check("48 ff c9", "dec rcx",
            out -> out.dec(RCX));
        check("48 c1 e8 10", "shr rax, 16",
            out -> out.shr(RAX, 16));
        check("49 c1 e9 10", "shr r9, 16",
            out -> out.shr(R9, 16));
        check("4d 85 db", "test r11, r11",
            out -> out.test(R11, R11));
        check("53", "push rbx",
            out -> out.push(RBX));
        check("41 54", "push r12",
            out -> out.push(R12));
        check("5b", "pop rbx",
            out -> out.pop(RBX));
        check("41 5f", "pop r15",
            out -> out.pop(R15));
        check("0f 0d 88 80 00 00 00", "prefetchw [rax+128]",
            out -> out.prefetchw(Address.at(RAX, 128)));
        check("0f 0d 8c 17 c0 00 00 00", "prefetchw [rdi+rdx+192]",
            out -> out.prefetchw(Address.at(RDI, RDX, 1, 192)));
        check("c5 f8 77", "vzeroupper",
            out -> out.vzeroupper());
        check("c3", "ret",
            out -> out.ret());
        check("c5 f8 92 c8", "kmovw k1, eax",
            out -> out.kmovw(1, RAX));
        check("c4 c1 78 92 e1", "kmovw k4, r9d",
            out -> out.kmovw(4, R9));
    }

    @Test
    void vectors() {
        check("62 d1 7c 48 10 00", "vmovups zmm0, [r8]",
            out -> out.vmovups(zmm(0), Address.at(R8)));
        check("62 41 7c 48 10 78 01", "vmovups zmm31, [r8+64]",
            out -> out.vmovups(zmm(31), Address.at(R8, 64)));
        check("62 e1 7c c9 10 4c 57 01", "vmovups zmm17{k1}{z}, [rdi+rdx*2+64]",
            out -> out.vmovups(zmm(17), 1, Address.at(RDI, RDX, 2, 64)));
        check("62 d1 7c ca 10 95 01 00 00 00", "vmovups zmm2{k2}{z}, [r13+1]",
            out -> out.vmovups(zmm(2), 2, Address.at(R13, 1)));
        check("62 71 7c 48 11 4f 01", "vmovups [rdi+64], zmm9",
            out -> out.vmovups(Address.at(RDI, 64), zmm(9)));
        check("62 61 7c 4b 11 37", "vmovups [rdi]{k3}, zmm30",
            out -> out.vmovups(Address.at(RDI), 3, zmm(30)));
        check("62 51 7c 48 11 78 1e", "vmovups [r8+1920], zmm15",
            out -> out.vmovups(Address.at(R8, 1920), zmm(15)));
        check("62 51 7c 48 11 b8 00 20 00 00", "vmovups [r8+8192], zmm15",
            out -> out.vmovups(Address.at(R8, 8192), zmm(15)));
        check("62 72 7e 58 52 01", "vdpbf16ps zmm8, zmm0, dword ptr [rcx]{1to16}",
            out -> out.vdpbf16ps(zmm(8), zmm(0), new Broadcast(Address.at(RCX))));
        check("62 62 76 58 52 3c 73", "vdpbf16ps zmm31, zmm1, dword ptr [rbx+rsi*2]{1to16}",
            out -> out.vdpbf16ps(zmm(31), zmm(1), new Broadcast(Address.at(RBX, RSI, 2))));
        check("62 c2 76 50 52 64 33 02", "vdpbf16ps zmm20, zmm17, dword ptr [r11+rsi+8]{1to16}",
            out -> out.vdpbf16ps(zmm(20), zmm(17), new Broadcast(Address.at(R11, RSI, 1, 8))));
        check("62 82 76 40 52 e3", "vdpbf16ps zmm20, zmm17, zmm27",
            out -> out.vdpbf16ps(zmm(20), zmm(17), zmm(27)));
        check("62 f2 77 48 72 00", "vcvtne2ps2bf16 zmm0, zmm1, [rax]",
            out -> out.vcvtne2ps2bf16(zmm(0), zmm(1), Address.at(RAX)));
        check("62 f2 07 40 72 ed", "vcvtne2ps2bf16 zmm5, zmm31, zmm5",
            out -> out.vcvtne2ps2bf16(zmm(5), zmm(31), zmm(5)));
        check("62 f2 e5 48 8d d2", "vpermw zmm2, zmm3, zmm2",
            out -> out.vpermw(zmm(2), zmm(3), zmm(2)));
        check("62 e1 7d 48 62 c1", "vpunpckldq zmm16, zmm0, zmm1",
            out -> out.vpunpckldq(zmm(16), zmm(0), zmm(1)));
        check("62 c1 2d 48 6a cb", "vpunpckhdq zmm17, zmm10, zmm11",
            out -> out.vpunpckhdq(zmm(17), zmm(10), zmm(11)));
        check("62 b1 dd 40 6c e6", "vpunpcklqdq zmm4, zmm20, zmm22",
            out -> out.vpunpcklqdq(zmm(4), zmm(20), zmm(22)));
        check("62 b1 dd 40 6d ee", "vpunpckhqdq zmm5, zmm20, zmm22",
            out -> out.vpunpckhqdq(zmm(5), zmm(20), zmm(22)));
        check("62 e3 7d 48 43 c4 88", "vshufi32x4 zmm16, zmm0, zmm4, 0x88",
            out -> out.vshufi32x4(zmm(16), zmm(0), zmm(4), 0x88));
        check("62 13 25 40 43 ff dd", "vshufi32x4 zmm15, zmm27, zmm31, 0xdd",
            out -> out.vshufi32x4(zmm(15), zmm(27), zmm(31), 0xDD));
        check("62 f3 75 48 03 d8 0c", "valignd zmm3, zmm1, zmm0, 12",
            out -> out.valignd(zmm(3), zmm(1), zmm(0), 12));
        check("62 01 05 40 ef ff", "vpxord zmm31, zmm31, zmm31",
            out -> out.vpxord(zmm(31), zmm(31), zmm(31)));
    }

    /** A jump back, one forward, and an address forward. */
    @Test
    void labels() {
        check("48 ff c9 0f 84 0d 00 00 00 0f 85 f1 ff ff ff 48 8d 05 00 00 00 00 c3",
            "a: dec rcx; jz b; jnz a; lea rax, [rip + b]; b: ret", out -> {
                Label a = new Label();
                Label b = new Label();
                out.bind(a);
                out.dec(RCX);
                out.jz(b);
                out.jnz(a);
                out.lea(RAX, b);
                out.bind(b);
                out.ret();
            });
    }

    @Test
    void alignsWithWhatMustNotBeRun() {
        check("c3 cc cc cc c3", "ret; align 4; ret", out -> {
            out.ret();
            out.align(4);
            out.ret();
        });
    }

    private static Zmm zmm(int number) {
        return new Zmm(number);
    }

    private static void check(String bytes, String text, Consumer<Assembler> instruction) {
        Assembler out = new Assembler();
        instruction.accept(out);
        assertEquals(bytes, HexFormat.ofDelimiter(" ").formatHex(out.code()), text);
    }
}
