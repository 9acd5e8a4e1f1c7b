package dev.longrun.plan;

import dev.longrun.run.ModelShape.Activation;
import dev.longrun.run.ModelShape.Family;
import dev.longrun.run.Recipe.Precision;
import dev.longrun.run.RunFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the computer at hand cannot train; accelerators are planned with it all the same. */
public final class Trainable {

    private static final String INSTEAD =
        "; to plan it, name accelerators, for example \"hardware: h100-sxm-80gb\"";
    private static final Set<Activation> ACTIVATIONS = Set.of(Activation.SWIGLU, Activation.RELU2);
    private static final Set<Precision> PRECISIONS = Set.of(Precision.F32, Precision.BF16);

    private Trainable() {
    }

    /**
     * Refuses a file for the computer at hand that asks for what is only planned.
     *
     * @throws dev.longrun.run.RunFileException in one line, saying where
     */
    public static void require(RunFile file) {
        refuse(file, "model.experts", "this machine trains dense models only");
        refuse(file, "model.key_rank", "this machine trains no latent attention");
        file.value("model.family", Family.class).filter(family -> family != Family.LLAMA).ifPresent(family ->
            refuse(file, "model.family", "this machine trains llama only"));
        file.value("model.activation", Activation.class).filter(each -> !ACTIVATIONS.contains(each)).ifPresent(each ->
            refuse(file, "model.activation", "this machine trains swiglu and relu2 only"));
        file.value("training.precision", Precision.class).filter(each -> !PRECISIONS.contains(each)).ifPresent(each ->
            refuse(file, "training.precision", "this machine trains in f32 and bf16 only"));
        for (String section : List.of("layout", "cluster")) {
            file.given().keySet().stream().filter(path -> path.startsWith(section + ".")).findFirst().ifPresent(path ->
                refuse(file, path, "this machine is a single computer"));
        }
    }

    private static void refuse(RunFile file, String path, String message) {
        Optional<Object> value = file.value(path, Object.class);
        value.ifPresent(held -> {
            throw file.problemAt(path, "\"" + (held instanceof Enum<?> each ? Names.of(each) : held) + "\": " + message
                + INSTEAD);
        });
    }
}
