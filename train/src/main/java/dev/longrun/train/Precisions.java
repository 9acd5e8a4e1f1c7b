package dev.longrun.train;

import dev.longrun.run.Recipe.Precision;
import dev.longrun.run.Run;
import dev.longrun.run.RunFile;
import dev.longrun.tensor.Bf16MatMul;
import dev.longrun.tensor.Bf16Support;
import dev.longrun.tensor.MatMul;
import dev.longrun.tensor.Products;
import dev.longrun.tensor.ThreadTeam;
import java.util.Optional;
import java.util.function.Supplier;

/** From the run file's precision to the products that have it, where this machine can do them. */
final class Precisions {

    private Precisions() {
    }

    static Products products(Precision precision, ThreadTeam team) {
        return switch (precision) {
            case F32 -> new MatMul(team);
            case BF16 -> new Bf16MatMul(team);
            case FP16, FP8, MXFP8, NVFP4 -> throw new IllegalArgumentException("not trained here: " + precision);
        };
    }

    /**
     * Refuses a file that asks for what this machine cannot do.
     *
     * @throws dev.longrun.run.RunFileException saying where and why
     */
    static void require(RunFile file) {
        require(file, Bf16Support::refusal);
    }

    /** The same with the reason against bf16, if there is one. */
    static void require(RunFile file, Supplier<Optional<String>> refusal) {
        if (file.value("training.precision", Precision.class).equals(Optional.of(Precision.BF16))) {
            refusal.get().ifPresent(reason -> {
                throw file.problemAt("training.precision", message(reason));
            });
        }
    }

    /**
     * Refuses a run, new or taken up, that asks for what this machine cannot do.
     *
     * @throws TrainException saying why
     */
    static void require(Run run) {
        if (run.training().precision() == Precision.BF16) {
            Bf16Support.refusal().ifPresent(reason -> {
                throw new TrainException(run.name() + ": training.precision: " + message(reason));
            });
        }
    }

    private static String message(String reason) {
        return "\"bf16\" cannot be had here: " + reason + "; \"f32\" runs anywhere";
    }
}
