package dev.longrun.train;

import dev.longrun.run.Run;
import dev.longrun.tensor.ThreadTeam;
import dev.longrun.text.Dataset;
import dev.longrun.text.DatasetFacts;
import dev.longrun.text.DatasetSpec;
import dev.longrun.text.Deduplication;
import dev.longrun.text.TextException;
import dev.longrun.text.Watcher;
import dev.longrun.weights.Durable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The text of a run: the shards that its checkpoint was trained on, or those of its sources as they are now. */
final class Text {

    private Text() {
    }

    /**
     * Opens or prepares the text.
     *
     * @param noted takes the events that tell of it
     * @throws TextException if the sources are no good, or are others than those that the run was begun with
     */
    static Dataset of(RunFolder folder, Run run, Resumption resumption, ThreadTeam team, TrainListener listener,
        List<Event> noted) throws IOException {
        if (resumption.state().isPresent()) {
            String begunWith = resumption.state().get().dataset();
            Path kept = folder.textCache().resolve(begunWith);
            Optional<Dataset> whole = whole(kept);
            if (whole.isPresent()) {
                return whole.get();
            }
            Dataset now = prepare(folder, run, team, listener, noted);
            if (!now.fingerprint().equals(begunWith)) {
                now.close();
                throw new TrainException(folder.path() + ": the text has changed since the run began, and its token "
                    + "shards are gone from " + kept + "; give the run another name with --set name=...");
            }
            return now;
        }
        return prepare(folder, run, team, listener, noted);
    }

    /** The shards in a folder; damaged ones are deleted, for they can be made again from the sources. */
    private static Optional<Dataset> whole(Path kept) throws IOException {
        if (!Files.isDirectory(kept)) {
            return Optional.empty();
        }
        try {
            Dataset dataset = Dataset.open(kept);
            try {
                dataset.verify();
                return Optional.of(dataset);
            } catch (TextException damaged) {
                dataset.close();
                throw damaged;
            }
        } catch (TextException damaged) {
            Durable.delete(kept);
            return Optional.empty();
        }
    }

    private static Dataset prepare(RunFolder folder, Run run, ThreadTeam team, TrainListener listener,
        List<Event> noted) throws IOException {
        long started = System.nanoTime();
        boolean cached = Files.isDirectory(folder.textCache());
        DatasetSpec spec = new DatasetSpec(run.data().source(), run.data().field(), run.data().validationShare(),
            run.data().trainBytes(), run.data().validationBytes(), switch (run.data().deduplicate()) {
                case NONE -> Deduplication.NONE;
                case EXACT -> Deduplication.EXACT;
                case NEAR -> Deduplication.NEAR;
            }, run.model().vocabulary());
        Dataset dataset = Dataset.prepare(spec, folder.textCache(), team, new Watcher() {
            @Override
            public void progress(String what, double share) {
                listener.preparing(what, share);
            }

            @Override
            public void skipped(String file, String reason) {
                // The dataset names them, also when it was prepared before.
            }
        });
        if (dataset.train().size() <= run.model().context()) {
            dataset.close();
            if (!cached) {
                Durable.delete(folder.textCache());
            }
            throw new TrainException(run.name() + ": the training text is " + dataset.facts().trainTokens()
                + " tokens, fewer than one sequence of " + run.model().context() + " (model.context) and the token"
                + " after it; give more text or a shorter context");
        }
        DatasetFacts facts = dataset.facts();
        facts.skippedFiles().forEach(skipped -> noted.add(
            new Event.Skipped(Trainer.now(), skipped.file(), skipped.reason())));
        noted.add(new Event.Prepared(Trainer.now(), facts.trainDocuments(), facts.validationDocuments(),
            facts.duplicates(), facts.duplicateBytes(), facts.skipped(), facts.trainBytes(),
            facts.validationBytes(), facts.trainTokens(),
            facts.validationTokens(), facts.ngramBitsPerByte(), (System.nanoTime() - started) / 1e9));
        return dataset;
    }
}
