package dev.longrun.laws;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a column of a ladder may hold, with the names under which public files have it. */
public enum Variable {
    /** Parameters of a model. */
    PARAMETERS("n", "parameters", "N", "params", "param", "parameters", "n params", "num params", "num parameters",
        "model size", "model params", "model parameters", "total params", "total parameters", "eff params",
        "effective params", "size", "n total", "parameter count", "n parameters", "active params", "active parameters",
        "n active", "non embedding params", "non embedding parameters", "n non embedding", "n no embed", "n nonembed",
        "nparams", "n model", "params total", "params active", "n non emb"),
    /** Tokens trained on, repeats included. */
    TOKENS("d", "tokens", "D", "tokens", "token", "training tokens", "train tokens", "n tokens", "num tokens",
        "d total tokens", "total tokens", "tokens seen", "tokens trained", "token count", "data", "dataset tokens",
        "dataset size", "n train tokens", "ntokens", "d tokens", "data size", "training data"),
    /** Training compute. */
    FLOP("c", "FLOP", "C", "flop", "flops", "compute", "training flop", "training flops", "train flop", "train flops",
        "training compute", "compute budget", "total flop", "total flops", "flop budget", "flops budget", "budget",
        "training compute flop", "training compute flops", "compute flop", "compute flops", "train compute",
        "pf days", "pfdays", "petaflop days", "comp"),
    /** Unique tokens, where some are read more than once. */
    UNIQUE("u", "unique tokens", "U", "unique", "unique tokens", "u unique tokens", "n unique tokens", "u tokens"),
    /** Experts of a mixture. */
    EXPERTS("e", "experts", "experts", "n experts", "num experts", "expert count", "number of experts", "nexperts"),
    /** The final loss. */
    LOSS("loss", "loss", "loss", "L", "val loss", "validation loss", "valid loss", "test loss", "eval loss",
        "final loss", "final val loss", "final validation loss", "train loss", "training loss", "val bpb", "bpb",
        "bits per byte", "valid bpb", "test bpb", "cross entropy", "ce loss", "nll", "ppl", "perplexity", "val ppl",
        "validation perplexity", "val perplexity", "loss val", "loss final", "lm loss", "smooth loss", "mean loss"),
    /** What a task measures, foretold from the loss. */
    SCORE("score", "score", "score", "accuracy", "acc", "error", "err");

    private final String key;
    private final String noun;
    private final List<String> spellings;

    Variable(String key, String noun, String... spellings) {
        this.key = key;
        this.noun = noun;
        this.spellings = List.of(spellings);
    }

    /** By which {@code --columns} and {@code --target} know it. */
    public String key() {
        return key;
    }

    /** In a sentence. */
    public String noun() {
        return noun;
    }

    /** The known names, the best first. */
    public List<String> spellings() {
        return spellings;
    }

    /** Where a column's name stands among the spellings, whatever its case, spaces and signs. */
    int rank(String column) {
        String plain = plain(column);
        for (int i = 0; i < spellings.size(); i++) {
            if (plain(spellings.get(i)).equals(plain)) {
                return i;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** The variable of a key such as {@code n}, in any case. */
    static Optional<Variable> of(String key) {
        return Arrays.stream(values()).filter(each -> each.key.equals(key.strip().toLowerCase(Locale.ROOT))
            || each.rank(key) < Integer.MAX_VALUE).findFirst();
    }

    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
