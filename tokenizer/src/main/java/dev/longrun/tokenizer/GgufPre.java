package dev.longrun.tokenizer;

import java.util.List;

/**
 * How a GGUF file's {@code tokenizer.ggml.pre} cuts text before byte pairs merge (llama.cpp, src/llama-vocab.cpp; the
 * expressions as the families' own tokenizer.json has them).
 *
 * @param steps what cuts first
 * @param cuts what cuts last
 * @param ignoresMerges that a piece that is a token is taken whole
 * @param addsBeginning that a text begins with its token unless the file says otherwise
 */
record GgufPre(List<PreTokenizer> steps, Cuts cuts, boolean ignoresMerges, boolean addsBeginning) {

    private static final String O200K = "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
        + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?"
        + "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
        + "|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String TEKKEN = "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
        + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
        + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String DEEPSEEK_3 = "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+"
        + "|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    static GgufPre of(String pre) {
        return switch (pre) {
            case "llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral" ->
                new GgufPre(List.of(), new Pieces(3), true, true);
            case "dbrx", "smaug-bpe", "chatglm-bpe", "glm4" -> new GgufPre(List.of(), new Pieces(3), false, false);
            case "qwen2", "deepseek-r1-qwen", "stablelm2", "hunyuan", "megrez", "grok-2" ->
                new GgufPre(List.of(), new Pieces(1), false, false);
            case "gpt-2", "gpt2", "mpt", "olmo", "phi-2", "roberta-bpe" ->
                new GgufPre(List.of(), new Gpt2Cuts(), false, false);
            case "starcoder", "refact", "command-r", "smollm", "codeshell", "exaone" ->
                new GgufPre(List.of(isolated("\\p{N}")), new Gpt2Cuts(), false, false);
            case "gpt-4o", "llama4" -> new GgufPre(List.of(isolated(O200K)), Cuts.NONE, false, false);
            case "tekken" -> new GgufPre(List.of(isolated(TEKKEN)), Cuts.NONE, true, true);
            case "deepseek-v3" -> new GgufPre(List.of(isolated("\\p{N}{1,3}"), isolated("[\u4e00-\u9fa5\u3040-\u309f"
                + "\u30a0-\u30ff]+"), isolated(DEEPSEEK_3)), Cuts.NONE, false, false);
            default -> throw new TokenizerException("tokenizer.ggml.pre \"" + TokenizerException.shown(pre)
                + "\" is not supported (llama-bpe, qwen2, gpt-2, grok-2, starcoder, gpt-4o, tekken, deepseek-v3 are)");
        };
    }

    private static PreTokenizer isolated(String regex) {
        return new PreTokenizer.Split(Finder.pattern(Onig.compile(regex)), Behavior.ISOLATED);
    }
}
