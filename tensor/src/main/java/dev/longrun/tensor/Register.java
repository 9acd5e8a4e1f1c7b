package dev.longrun.tensor;

/** The general registers of x86-64, in the order of their numbers in machine code. */
enum Register {
    RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15;

    /** The part of the number that goes into a ModRM or SIB byte. */
    int low() {
        return ordinal() & 7;
    }

    /** The part of the number that goes into a prefix. */
    int high() {
        return ordinal() >> 3;
    }
}
