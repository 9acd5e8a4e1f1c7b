package dev.longrun.tensor;

/** What the last operand of a vector instruction can be. */
sealed interface Operand {

    /** A 512-bit vector register, 0 to 31. */
    record Zmm(int number) implements Operand {
    }

    /** The memory at {@code base + index * scale + displacement}. */
    record Address(Register base, Register index, int scale, int displacement) implements Operand {

        static Address at(Register base) {
            return at(base, 0);
        }

        static Address at(Register base, int displacement) {
            return at(base, Register.RSP, 1, displacement);
        }

        static Address at(Register base, Register index, int scale) {
            return at(base, index, scale, 0);
        }

        /** As index the stack pointer stands for none, here as in machine code. */
        static Address at(Register base, Register index, int scale, int displacement) {
            return new Address(base, index, scale, displacement);
        }

        boolean isIndexed() {
            return index != Register.RSP;
        }
    }

    /** The 32 bits in memory, in every lane. */
    record Broadcast(Address address) implements Operand {
    }
}
