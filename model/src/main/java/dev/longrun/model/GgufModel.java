package dev.longrun.model;

import dev.longrun.model.Architecture.Rotary;
import dev.longrun.weights.GgufFile;
import dev.longrun.weights.GgufValue;
import dev.longrun.weights.TensorSource;
import dev.longrun.weights.TensorType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A model's shape in GGUF: its keys, its tensors ({@link GgufTensor}), the divisors of its rotary embedding. */
public final class GgufModel {

    private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d+(E-?\\d+)?");

    private GgufModel() {
    }

    /**
     * What an open file describes.
     *
     * @throws ModelException if it is none of the families known here, or a key is missing or wrong
     */
    public static Architecture architecture(GgufFile file) {
        return GgufConfig.read(file);
    }

    /**
     * The metadata that describe a model.
     *
     * @throws ModelException if GGUF has no name for its family
     */
    public static Map<String, GgufValue> metadata(Architecture model) {
        return GgufKeys.of(model);
    }

    /** Whether two architectures are the same up to the floats in which GGUF keeps numbers. */
    public static boolean same(Architecture one, Architecture other) {
        return rounded(one).equals(rounded(other));
    }

    /** Every number to five digits: it may have been multiplied or divided on its way. */
    private static String rounded(Architecture model) {
        return NUMBER.matcher(model.toString()).replaceAll(number ->
            String.format(Locale.ROOT, "%.4e", Double.parseDouble(number.group())));
    }

    /** {@code rope_freqs.weight}: what each frequency is divided by, where Llama 3's scaling asks for it. */
    public static Optional<TensorSource> ropeDivisors(Architecture model) {
        if (!(model.positions() instanceof Rotary rotary
            && rotary.scaling() instanceof RopeScaling.Llama3 scaling)) {
            return Optional.empty();
        }
        float[] divisors = new float[model.heads().width() / 2];
        for (int pair = 0; pair < divisors.length; pair++) {
            divisors[pair] = (float) (1 / scaling.factor(pair, model.heads().width(), rotary.base()));
        }
        return Optional.of(TensorSource.of("rope_freqs.weight", TensorType.F32, List.of((long) divisors.length),
            divisors, 0, divisors.length));
    }
}
