package dev.longrun.cluster;

import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;
import java.util.Optional;
import java.util.OptionalInt;

/** What of a layout is given; the search finds the rest. The fields are those of {@link Layout}. */
public record Fixed(OptionalInt tensor, OptionalInt pipeline, OptionalInt interleave, OptionalInt data,
    OptionalInt context, OptionalInt expert, OptionalInt microBatch, Optional<Boolean> sequenceParallel,
    Optional<Sharding> sharding, Optional<Recompute> recompute) {

    /** Nothing given. */
    public static Fixed nothing() {
        OptionalInt free = OptionalInt.empty();
        return new Fixed(free, free, free, free, free, free, free, Optional.empty(), Optional.empty(),
            Optional.empty());
    }

    /** What a run file gives. */
    public static Fixed of(dev.longrun.run.Layout given) {
        return new Fixed(number(given.tensor()), number(given.pipeline()), number(given.interleave()),
            number(given.data()), number(given.context()), number(given.expert()), number(given.microBatch()),
            given.sequenceParallel(), given.sharding(), given.recompute());
    }

    private static OptionalInt number(Optional<Integer> given) {
        return given.map(OptionalInt::of).orElseGet(OptionalInt::empty);
    }

    /** All given. */
    public static Fixed to(Layout layout) {
        return new Fixed(OptionalInt.of(layout.tensor()), OptionalInt.of(layout.pipeline()),
            OptionalInt.of(layout.interleave()), OptionalInt.of(layout.data()), OptionalInt.of(layout.context()),
            OptionalInt.of(layout.expert()), OptionalInt.of(layout.microBatch()),
            Optional.of(layout.sequenceParallel()), Optional.of(layout.sharding()), Optional.of(layout.recompute()));
    }

    /** With the recomputation given. */
    public Fixed with(Recompute fixed) {
        return new Fixed(tensor, pipeline, interleave, data, context, expert, microBatch, sequenceParallel, sharding,
            Optional.of(fixed));
    }

    static boolean allows(OptionalInt fixed, int value) {
        return fixed.isEmpty() || fixed.getAsInt() == value;
    }

    static <T> boolean allows(Optional<T> fixed, T value) {
        return fixed.isEmpty() || fixed.get().equals(value);
    }
}
