package dev.longrun.text;

import dev.longrun.tensor.ThreadTeam;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Chooses documents in the order of their paths' hashes until both sides of the split are full, and gathers their text.
 *
 * <p>A document goes to validation when its path's hash lies in the lowest {@code validationShare} of all hashes: it
 * stays there however the corpus grows. Of documents with the same bytes the first in that order is taken, so no text
 * is on both sides; training text may be asked to keep them, or to leave out near ones too ({@link Deduplication}).
 * When a side stays empty (one file, a handful of files), every document is cut by position instead: its first 1 -
 * share is for training, the rest for validation. The document that fills a side is cut to fit. A plain file above
 * 64 MB counts as several documents ({@link TextParts}).
 */
final class Selection {

    static final String TRAIN_TEXT = "train.text";
    static final String VALIDATION_TEXT = "validation.text";

    private static final String STAGE = "Reading the corpus";
    /** Documents, and bytes of them, that are read at once by the team. */
    private static final int WAVE_DOCUMENTS = 64;
    private static final long WAVE_BYTES = 64L << 20;

    private final DatasetSpec spec;
    private final Catalogue catalogue;
    private final ThreadTeam team;
    private final Watcher watcher;

    // Of one attempt:
    private boolean byPosition;
    private Spool train;
    private Spool validation;
    private SecondReading second;
    private Set<Digest> taken;
    private Set<Digest> heldOut;
    private Resemblance alike;
    private List<SkippedFile> skipped;
    private long duplicates;
    private long duplicateBytes;

    private Selection(DatasetSpec spec, Catalogue catalogue, ThreadTeam team, Watcher watcher) {
        this.spec = spec;
        this.catalogue = catalogue;
        this.team = team;
        this.watcher = watcher;
    }

    /** Gathers the text in two files of {@code folder}; throws TextException when there is none. */
    static Corpus read(DatasetSpec spec, SourceList sources, Path folder, ThreadTeam team, Watcher watcher)
        throws IOException {
        Catalogue catalogue = Catalogue.of(spec, sources, watcher);
        return new Selection(spec, catalogue, team, watcher).read(folder);
    }

    private Corpus read(Path folder) throws IOException {
        double share = spec.validationShare();
        long chosen = catalogue.candidates().stream().filter(c -> c.validation(share)).count();
        boolean oneSided = chosen == 0 || chosen == catalogue.candidates().size();
        attempt(folder, oneSided);
        if (!byPosition && (train.bytes() == 0 || validation.bytes() == 0)) {
            attempt(folder, true);
        }
        watcher.progress(STAGE, 1);
        for (SkippedFile file : skipped) {
            watcher.skipped(file.file(), file.reason());
        }
        if (train.bytes() == 0 || validation.bytes() == 0) {
            throw new TextException(nothing());
        }
        return new Corpus(train.finish(), validation.finish(), byPosition, duplicates, duplicateBytes,
            List.copyOf(skipped));
    }

    private String nothing() {
        String where = "data source " + String.join(", ", spec.sources()) + ": ";
        if (!taken.isEmpty()) {
            return where + "too little text to split into training and validation text";
        }
        return where + (skipped.isEmpty() ? "no document found" : "no text could be read; skipped " + skipped.size()
            + ", the first: " + skipped.getFirst().file() + " (" + skipped.getFirst().reason() + ")");
    }

    private void attempt(Path folder, boolean cutByPosition) throws IOException {
        byPosition = cutByPosition;
        duplicates = 0;
        duplicateBytes = 0;
        taken = new HashSet<>();
        heldOut = new HashSet<>();
        alike = new Resemblance();
        skipped = new ArrayList<>(catalogue.skipped());
        second = new SecondReading(spec.field());
        try (Spool trainSpool = new Spool(folder.resolve(TRAIN_TEXT), spec.trainBytes());
            Spool validationSpool = new Spool(folder.resolve(VALIDATION_TEXT), spec.validationBytes());
            DocumentReader reader = new DocumentReader(spec)) {
            train = trainSpool;
            validation = validationSpool;
            choose(reader);
            second.run();
        }
    }

    private void choose(DocumentReader reader) throws IOException {
        List<Candidate> candidates = catalogue.candidates();
        int at = 0;
        while (at < candidates.size() && !(train.full() && validation.full())) {
            report((double) at / candidates.size());
            List<Candidate> wave = new ArrayList<>();
            long bytes = 0;
            for (; at < candidates.size() && wave.size() < WAVE_DOCUMENTS && bytes < WAVE_BYTES; at++) {
                if (wanted(candidates.get(at))) {
                    wave.add(candidates.get(at));
                    bytes += Math.max(0, candidates.get(at).bytes());
                }
            }
            Examined[] examined = new Examined[wave.size()];
            team.run(examined.length, (task, worker) -> examined[task] = reader.read(wave.get(task)));
            for (int i = 0; i < examined.length; i++) {
                consider(wave.get(i), examined[i]);
            }
        }
    }

    private boolean wanted(Candidate candidate) {
        return byPosition ? !(train.full() && validation.full())
            : !(candidate.validation(spec.validationShare()) ? validation : train).full();
    }

    private void consider(Candidate candidate, Examined examined) throws IOException {
        if (!wanted(candidate)) {
            return;
        }
        if (examined.problem().isPresent()) {
            skip(candidate, examined.problem().get());
            return;
        }
        boolean held = !byPosition && candidate.validation(spec.validationShare());
        boolean first = taken.add(examined.digest());
        boolean used = held ? first : trained(examined, first);
        if (!used) {
            duplicates++;
            duplicateBytes += examined.length();
        } else if (held) {
            heldOut.add(examined.digest());
            take(candidate, examined, validation, 0, examined.length());
        } else {
            take(candidate, examined, train, 0, byPosition ? examined.cut() : examined.length());
        }
        if (first && byPosition) {
            take(candidate, examined, validation, examined.cut(), examined.length() - examined.cut());
        }
        if (used) {
            examined.sketch().ifPresent(alike::add);
        }
    }

    /** Whether it may be trained on; {@code first}: no document before it has its bytes. */
    private boolean trained(Examined examined, boolean first) {
        return switch (spec.deduplication()) {
            case NONE -> !heldOut.contains(examined.digest());
            case EXACT -> first;
            case NEAR -> first && !examined.sketch().map(alike::seen).orElse(false);
        };
    }

    private void skip(Candidate candidate, String problem) {
        if (candidate.file().named() && !candidate.file().kind().archive() && candidate.known().isEmpty()) {
            throw new TextException(candidate.file().file() + ": cannot be used as text: " + problem);
        }
        skipped.add(new SkippedFile(candidate.path(), problem));
    }

    private void take(Candidate candidate, Examined examined, Spool side, int from, int count) throws IOException {
        if (count == 0 || side.full()) {
            return;
        }
        Place place = side.reserve(from, count);
        if (examined.bytes().isPresent()) {
            place.write(examined.bytes().get());
        } else {
            second.add(candidate, examined.digest(), place);
        }
    }

    private void report(double listed) {
        double gathered = (double) (train.bytes() + validation.bytes()) / (train.most() + validation.most());
        watcher.progress(STAGE, Math.max(listed, gathered));
    }
}
