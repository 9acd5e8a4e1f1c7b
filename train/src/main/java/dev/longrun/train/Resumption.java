package dev.longrun.train;

import dev.longrun.model.Model;
import dev.longrun.run.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a run goes on from: its newest whole checkpoint, or the start.
 *
 * @param checkpoint the one to go on from
 * @param state what it holds beside weights and moments
 * @param refused a line for each newer one that was not whole
 */
record Resumption(Optional<Checkpoint> checkpoint, Optional<TrainingState> state, List<String> refused) {

    /** Looks through the checkpoints; nothing is changed. */
    static Resumption of(RunFolder folder) throws IOException {
        List<String> refused = new ArrayList<>();
        Optional<Checkpoint> newest = Checkpoints.newest(folder.checkpoints(), refused);
        Optional<TrainingState> state = Optional.empty();
        if (newest.isPresent()) {
            state = Optional.of(newest.get().state());
        }
        return new Resumption(newest, state, refused);
    }

    /** Puts away what is not gone on from: damaged checkpoints are set aside, half-written ones deleted. */
    void tidy(RunFolder folder) throws IOException {
        Checkpoints.setAside(folder.checkpoints(), step());
        Checkpoints.removeUnfinished(folder.checkpoints());
    }

    long step() {
        return state.map(TrainingState::step).orElse(0L);
    }

    /** The model of the checkpoint, or a new one. */
    Model model(Run run) {
        Model model = checkpoint.map(Checkpoint::model)
            .orElseGet(() -> Model.create(Shapes.config(run.model()), run.training().seed()));
        if (!model.architecture().equals(Shapes.config(run.model()))) {
            throw new TrainException(checkpoint.map(Checkpoint::folder).map(Object::toString).orElse("model")
                + ": the checkpoint's model is not the one of run.yaml");
        }
        return model;
    }

    /** Fills the moments. */
    void restore(Optimizer optimizer) {
        checkpoint.ifPresent(from -> from.moments(optimizer));
    }

    /** The checkpoint's name; empty for the start. */
    String name() {
        return checkpoint.map(from -> from.folder().getFileName().toString()).orElse("");
    }
}
