package dev.longrun.tokenizer;

/**
 * Byte-pair encoding (Sennrich et al. 2016): neighbours merge, those of lowest rank first.
 *
 * @param alphabet what merging begins with
 * @param merges which pairs merge
 * @param cuts the pieces that no merge crosses
 * @param whole pieces that are tokens as they stand, whatever the merges would give ({@code ignore_merges})
 */
record BytePairs(Alphabet alphabet, MergeTable merges, Cuts cuts, TokenIndex whole) implements Model {

    @Override
    public PieceEncoder encoder() {
        return new PieceEncoder(this);
    }
}
