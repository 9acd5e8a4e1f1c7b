package dev.longrun.chat;

import dev.longrun.chat.Value.Items;
import dev.longrun.chat.Value.Range;
import dev.longrun.chat.Value.Text;
import dev.longrun.chat.Value.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One element by its index, or a slice [start:stop:step], of strings, lists, tuples and ranges. */
final class Slices {

    private Slices() {
    }

    /** Empty where there is no such element, or the value has no indices. */
    static Optional<Value> at(Value value, int index) {
        return switch (value) {
            case Items(List<Value> items) -> at(items, index);
            case Tuple(List<Value> items) -> at(items, index);
            case Range range -> place(index, range.count()).map(range::at);
            case Text(String text, boolean markup) -> place(index, text.codePointCount(0, text.length()))
                .map(at -> text.offsetByCodePoints(0, at))
                .map(at -> new Text(Character.toString(text.codePointAt(at)), markup));
            default -> Optional.empty();
        };
    }

    private static Optional<Value> at(List<Value> items, int index) {
        return place(index, items.size()).map(items::get);
    }

    private static Optional<Integer> place(int index, int length) {
        int place = index < 0 ? index + length : index;
        return place < 0 || place >= length ? Optional.empty() : Optional.of(place);
    }

    static Value slice(Budget budget, Value value, Value from, Value to, Value by) {
        if (value instanceof Value.Undefined(String message)) {
            throw new Trouble(message);
        }
        int length = switch (value) {
            case Text _, Items _, Tuple _, Range _ -> Sequences.length(value).orElseThrow();
            default -> throw new Trouble("a " + Value.kind(value) + " cannot be sliced");
        };
        int step = by instanceof Value.None ? 1 : Numbers.index(by);
        if (step == 0) {
            throw new Trouble("the step of a slice is 0");
        }
        int start = from instanceof Value.None ? (step > 0 ? 0 : length - 1) : bound(from, length, step);
        int stop = to instanceof Value.None ? (step > 0 ? length : -1) : bound(to, length, step);
        List<Integer> places = new ArrayList<>();
        for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
            places.add((int) i);
        }
        budget.step(places.size() / (value instanceof Text ? 16 : 1) + 1);
        return switch (value) {
            case Text(String text, boolean markup) -> {
                int[] characters = text.codePoints().toArray();
                TextBuilder out = new TextBuilder(budget);
                places.forEach(place -> out.append(Character.toString(characters[place])));
                yield new Text(out.toString(), markup);
            }
            case Items(List<Value> items) -> new Items(places.stream().map(items::get).toList());
            case Tuple(List<Value> items) -> new Tuple(places.stream().map(items::get).toList());
            case Range range -> new Range(range.start() + start * range.step(), range.start() + stop * range.step(),
                range.step() * step, places.size());
            default -> throw new IllegalStateException("unreachable");
        };
    }

    private static int bound(Value value, int length, int step) {
        int bound = Numbers.index(value);
        int place = bound < 0 ? bound + length : bound;
        int least = step > 0 ? 0 : -1;
        return Math.clamp(place, least, Math.max(least, step > 0 ? length : length - 1));
    }
}
