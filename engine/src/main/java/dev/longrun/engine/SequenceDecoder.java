package dev.longrun.engine;

import dev.longrun.model.Decoder;
import java.util.List;

/** One sequence of an {@link Engine} as a {@link Decoder}. */
final class SequenceDecoder implements Decoder {

    private final Engine engine;
    private final Sequence sequence;

    SequenceDecoder(Engine engine, int capacity) {
        this.engine = engine;
        sequence = engine.sequence(capacity);
    }

    @Override
    public float[] feed(int[] tokens, int count) {
        return engine.feed(List.of(new Engine.Next(sequence, tokens, count)));
    }

    @Override
    public int position() {
        return sequence.position();
    }

    @Override
    public int capacity() {
        return sequence.capacity();
    }

    @Override
    public void reset() {
        sequence.rewind(0);
    }

    /** An open model's numbers do not change. */
    @Override
    public void reload() {
        reset();
    }
}
