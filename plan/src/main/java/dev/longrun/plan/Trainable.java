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
    private static final Set<Precision> PRECISIONS = Set.of(Precision.F32, Precision.BF16);

    private Trainable() {
    }

    /**
     * Refuses a file for the computer at hand that asks for what is only planned.
     *
     * @throws dev.longrun.run.RunFileException in one line, saying where
     */
    public static void require(RunFile file) {
        refuse(file, "model.key_rank", "this machine trains no latent attention");
        Family family = file.value("model.family", Family.class).orElse(Family.LLAMA);
        if (family == Family.GPT) {
            refuse(file, "model.family", "this machine trains gpt2, with learned positions");
        }
        if (!family.mixture()) {
            refuse(file, "model.experts", "this machine trains experts in mixtral, qwen3_moe, grok1 and grok2");
        } else if (!file.has("model.experts")) {
            refuse(file, "model.family", "it has experts, and model.experts does not say how many");
        }
        positive(file, "model.dense_layers", "this machine trains experts in all layers or in none");
        if (family != Family.GROK2) {
            positive(file, "model.shared_experts", "this machine trains none, but in grok2 a dense layer");
            refuse(file, "model.reading", "is a switch of grok2 alone");
        }
        if (family == Family.GPT2 || family.mixture() && family != Family.MIXTRAL) {
            refuse(file, "model.window", "this family has none");
        }
        file.value("model.activation", Activation.class).filter(each -> each != family.activation()
            && !(family == Family.LLAMA && each == Activation.RELU2)).ifPresent(each -> refuse(file,
            "model.activation", "this family has " + Names.of(family.activation())
                + (family == Family.LLAMA ? " or relu2" : "")));
        family.qkNorm().ifPresent(has -> file.value("model.qk_norm", Boolean.class).filter(each -> !each.equals(has))
            .ifPresent(each -> refuse(file, "model.qk_norm", "in this family it is " + has)));
        file.value("training.precision", Precision.class).filter(each -> !PRECISIONS.contains(each)).ifPresent(each ->
            refuse(file, "training.precision", "this machine trains in f32 and bf16 only"));
        for (String section : List.of("layout", "cluster")) {
            file.given().keySet().stream().filter(path -> path.startsWith(section + ".")).findFirst().ifPresent(path ->
                refuse(file, path, "this machine is a single computer"));
        }
    }

    private static void positive(RunFile file, String path, String message) {
        if (file.value(path, Integer.class).orElse(0) > 0) {
            refuse(file, path, message);
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
