import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Packs the values of PackedBytesTest with ggml's own quantiser and prints what the test compares with: for each type
 * and set of values the SHA-256 of the packed bytes and of the unpacked floats. How to run: README.md beside this file.
 */
final class Record {

    private static final Map<String, Integer> TYPES = new TreeMap<>(Map.of("F16", 1, "BF16", 30, "Q8_0", 8, "Q4_0", 2,
        "Q4_1", 3, "Q5_0", 6, "Q5_1", 7, "Q4_K", 12, "Q5_K", 13, "Q6_K", 14));

    public static void main(String[] args) throws Throwable {
        TYPES.put("MXFP4", 39);
        Linker linker = Linker.nativeLinker();
        SymbolLookup ggml = SymbolLookup.libraryLookup(Path.of(args[0]), Arena.global());
        MethodHandle quantise = linker.downcallHandle(ggml.find("ggml_quantize_chunk").orElseThrow(),
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS));
        PrintStream out = System.out;
        for (String set : Values.SETS) {
            float[] values = Values.of(set);
            for (var type : TYPES.entrySet()) {
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment from = arena.allocateFrom(ValueLayout.JAVA_FLOAT, values);
                    MemorySegment into = arena.allocate(values.length * 4L);
                    MemorySegment back = arena.allocate(values.length * 4L);
                    long bytes;
                    if (type.getValue() == 30) {
                        linker.downcallHandle(ggml.find("ggml_fp32_to_bf16_row_ref").orElseThrow(),
                            FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG))
                            .invoke(from, into, (long) values.length);
                        bytes = values.length * 2L;
                    } else {
                        bytes = (long) quantise.invoke((int) type.getValue(), from, into, 0L, values.length / 256L, 256L,
                            MemorySegment.NULL);
                    }
                    String unpack = switch (type.getKey()) {
                        case "F16" -> "ggml_fp16_to_fp32_row";
                        case "BF16" -> "ggml_bf16_to_fp32_row";
                        default -> "dequantize_row_" + (type.getKey().endsWith("_K") ? type.getKey().replace("Q", "q")
                            : type.getKey().toLowerCase(java.util.Locale.ROOT));
                    };
                    linker.downcallHandle(ggml.find(unpack).orElseThrow(),
                        FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG))
                        .invoke(into, back, (long) values.length);
                    out.println(set + "," + type.getKey() + "," + hash(into.asSlice(0, bytes)) + "," + hash(back));
                }
            }
        }
    }

    private static String hash(MemorySegment bytes) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.toArray(ValueLayout.JAVA_BYTE));
        return HexFormat.of().formatHex(hash).substring(0, 32);
    }
}
