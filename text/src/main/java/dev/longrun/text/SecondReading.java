package dev.longrun.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fetches the chosen documents of files that can be read from their beginning only. */
final class SecondReading {

    private record Wanted(Digest digest, List<Place> places) {
    }

    private final String field;
    private final Map<SourceFile, Map<Integer, Wanted>> files = new LinkedHashMap<>();

    SecondReading(String field) {
        this.field = field;
    }

    void add(Candidate candidate, Digest digest, Place place) {
        files.computeIfAbsent(candidate.file(), file -> new HashMap<>())
            .computeIfAbsent(candidate.ordinal(), ordinal -> new Wanted(digest, new ArrayList<>()))
            .places().add(place);
    }

    /** Throws TextException when a file is not what it was at the first reading. */
    void run() throws IOException {
        for (Map.Entry<SourceFile, Map<Integer, Wanted>> entry : files.entrySet()) {
            Map<Integer, Wanted> wanted = entry.getValue();
            Sink sink = new Sink(wanted);
            Catalogue.readStreams(entry.getKey(), field, sink);
            if (sink.changed || !wanted.isEmpty()) {
                throw new TextException(entry.getKey().file() + ": changed while it was read; run the command again");
            }
        }
    }

    private static final class Sink implements DocumentSink {

        private final Map<Integer, Wanted> wanted;
        private int ordinal;
        private boolean changed;

        private Sink(Map<Integer, Wanted> wanted) {
            this.wanted = wanted;
        }

        @Override
        public void document(String path, byte[] text) throws IOException {
            Wanted here = wanted.remove(ordinal++);
            if (here == null) {
                return;
            }
            if (!here.digest().equals(Digest.of(text))) {
                changed = true;
                return;
            }
            for (Place place : here.places()) {
                place.write(text);
            }
        }

        @Override
        public void skipped(String path, String reason) {
        }
    }
}
