package dev.longrun.text;

/** What the loss is held against: bits per byte of the validation text under a 5-gram of the training text's bytes. */
final class NGramFloor {

    static final String STAGE = "Measuring the 5-gram floor";
    private static final int ORDER = 5;
    private static final int BYTES = 256;
    /** At most so much training text is counted and so much validation text measured, whole documents. */
    private static final long MOST_BYTES = 64L << 20;
    /** Counting stops here too (random text), so that the tables stay below half a gigabyte; code has 1.6 million. */
    private static final int MOST_DISTINCT = 4 << 20;

    private NGramFloor() {
    }

    static double bitsPerByte(RawText train, RawText validation, Watcher watcher) {
        NGram model = new NGram(ORDER, BYTES);
        long most = Math.min(MOST_BYTES, train.bytes());
        byte[] buffer = new byte[0];
        for (int d = 0; d < train.documents() && train.start(d) < most && model.distinct() < MOST_DISTINCT; d++) {
            if (d % 64 == 0) {
                watcher.progress(STAGE, (double) train.start(d) / most);
            }
            buffer = document(train, d, buffer);
            model.add(buffer, 0, length(train, d));
        }
        model.finish();
        double nats = 0;
        long bytes = 0;
        for (int d = 0; d < validation.documents() && bytes < MOST_BYTES; d++) {
            buffer = document(validation, d, buffer);
            nats += model.nats(buffer, 0, length(validation, d));
            bytes += length(validation, d);
        }
        watcher.progress(STAGE, 1);
        return nats / (Math.log(2) * bytes);
    }

    private static int length(RawText text, int document) {
        return (int) (text.start(document + 1) - text.start(document));
    }

    private static byte[] document(RawText text, int document, byte[] buffer) {
        int length = length(text, document);
        byte[] bytes = buffer.length >= length ? buffer : new byte[length];
        text.copy(text.start(document), bytes, length);
        return bytes;
    }
}
