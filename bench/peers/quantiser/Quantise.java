import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** Quantises a GGUF file with llama.cpp: LIBRARIES IN.gguf OUT.gguf FILE_TYPE. How to run it: README.md. */
final class Quantise {

    private static final Linker LINKER = Linker.nativeLinker();
    /** Larger than llama_model_quantize_params, of which only the second int, the file type, is touched. */
    private static final int PARAMETER_BYTES = 256;

    public static void main(String[] args) throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(Path.of(args[0], "libggml-base.so"), Arena.global());
            SymbolLookup ggml = SymbolLookup.libraryLookup(Path.of(args[0], "libggml.v0.5.0.so"), Arena.global());
            SymbolLookup llama = SymbolLookup.libraryLookup(Path.of(args[0], "libllama.v0.5.0.so"), Arena.global());
            LINKER.downcallHandle(ggml.find("ggml_backend_load_all_from_path").orElseThrow(),
                FunctionDescriptor.ofVoid(ValueLayout.ADDRESS)).invoke(arena.allocateFrom(args[0]));
            MemorySegment parameters = arena.allocate(PARAMETER_BYTES, 16);
            // A structure of that size is returned where the hidden first argument points.
            MemorySegment _ = (MemorySegment) LINKER.downcallHandle(
                llama.find("llama_model_quantize_default_params").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS)).invoke(parameters);
            parameters.set(ValueLayout.JAVA_INT, Integer.BYTES, Integer.parseInt(args[3]));
            System.exit((int) LINKER.downcallHandle(llama.find("llama_model_quantize").orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS,
                    ValueLayout.ADDRESS)).invoke(arena.allocateFrom(args[1]), arena.allocateFrom(args[2]), parameters));
        }
    }
}
