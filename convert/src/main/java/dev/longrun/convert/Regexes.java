package dev.longrun.convert;

import java.util.Arrays;
import java.util.Optional;

/** The patterns that cut text before byte-level merging, by GGUF's names ({@code tokenizer.ggml.pre}). */
enum Regexes {
    LLAMA("llama-bpe", "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+"
        + "[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),
    QWEN("qwen2", "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
        + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),
    GROK("grok-2", QWEN.pattern),
    /**
     * Longrun's own has two digits a piece and no name in GGUF. Llama's is the nearest: other programs may cut numbers
     * of three digits or more in other places.
     */
    LONGRUN("llama-bpe", LLAMA.pattern.replace("{1,3}", "{1,2}")),
    GPT("gpt-2", "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");

    private final String pre;
    private final String pattern;

    Regexes(String pre, String pattern) {
        this.pre = pre;
        this.pattern = pattern;
    }

    String pre() {
        return pre;
    }

    String pattern() {
        return pattern;
    }

    /** GGUF's name of a pattern; empty for one that it has no name for. */
    static Optional<String> name(String pattern) {
        return Arrays.stream(values()).filter(each -> each.pattern.equals(pattern)).map(Regexes::pre).findFirst();
    }

    /** The pattern of a name; empty for one that is not known here. */
    static Optional<String> pattern(String pre) {
        return Arrays.stream(values()).filter(each -> each.pre.equals(pre)).map(Regexes::pattern).findFirst();
    }
}
