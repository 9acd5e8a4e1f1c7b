package dev.longrun.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class Bf16SupportTest {

    @Test
    void saysWhatTheProcessorLacks() {
        assertEquals(Optional.empty(),
            Bf16Support.unfit("Linux", "amd64", Set.of("avx512f", "avx512bw", "avx512_bf16", "sse2")));
        assertEquals(Optional.of("this processor lacks avx512_bf16; AMD has it from Zen 4, Intel from Sapphire Rapids"),
            Bf16Support.unfit("Linux", "amd64", Set.of("avx512f", "avx512bw")));
        assertEquals(Optional.of("this processor lacks avx512f, avx512bw, avx512_bf16; AMD has it from Zen 4, Intel "
            + "from Sapphire Rapids"), Bf16Support.unfit("Linux", "amd64", Set.of()));
    }

    @Test
    void saysWhichSystemItNeeds() {
        assertEquals(Optional.of("it needs Linux on x86-64, and this is Mac OS X on aarch64"),
            Bf16Support.unfit("Mac OS X", "aarch64", Set.of()));
        assertEquals(Optional.of("it needs Linux on x86-64, and this is Linux on aarch64"),
            Bf16Support.unfit("Linux", "aarch64", Set.of("avx512_bf16")));
    }

    @Test
    void readsTheFlags() {
        assertEquals(Set.of("fpu", "avx512_bf16"),
            Bf16Support.flags(List.of("processor\t: 0", "flags\t\t: fpu avx512_bf16", "flags\t\t: other")));
        assertEquals(Set.of(), Bf16Support.flags(List.of("processor : 0")));
    }
}
