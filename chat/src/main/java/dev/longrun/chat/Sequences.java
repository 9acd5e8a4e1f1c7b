package dev.longrun.chat;

import dev.longrun.chat.Value.Items;
import dev.longrun.chat.Value.Range;
import dev.longrun.chat.Value.Stream;
import dev.longrun.chat.Value.Text;
import dev.longrun.chat.Value.Tuple;
import dev.longrun.chat.Value.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Going through what can be gone through, and its length. Characters are code points, as in Python. */
final class Sequences {

    private Sequences() {
    }

    /** An iterator that counts its steps. */
    record Cursor(Budget budget, Iterator<Value> rest) implements Iterator<Value> {

        @Override
        public boolean hasNext() {
            return rest.hasNext();
        }

        @Override
        public Value next() {
            budget.step(1);
            return rest.next();
        }
    }

    /** Python's iter(value); fails on what has no elements. */
    static Cursor cursor(Budget budget, Value value) {
        Iterator<Value> elements = switch (value) {
            case Items(List<Value> items) -> items.iterator();
            case Tuple(List<Value> items) -> items.iterator();
            case Text text -> text.text().codePoints().mapToObj(c -> Value.text(Character.toString(c))).iterator();
            case Dict dict -> dict.entries().stream().map(Dict.Entry::key).iterator();
            case Range range -> IntStream.range(0, range.count()).mapToObj(range::at).iterator();
            case View view -> view.dict().entries().stream().map(entry -> part(view.kind(), entry)).iterator();
            case Stream(Iterator<Value> rest) -> rest;
            case Value.Undefined _ -> Collections.emptyIterator();
            default -> throw new Trouble("a " + Value.kind(value) + " has no elements to go through");
        };
        return new Cursor(budget, elements);
    }

    static boolean iterable(Value value) {
        return switch (value) {
            case Items _, Tuple _, Text _, Dict _, Range _, View _, Stream _, Value.Undefined _, Loop _ -> true;
            default -> false;
        };
    }

    private static Value part(View.Kind kind, Dict.Entry entry) {
        return switch (kind) {
            case KEYS -> entry.key();
            case VALUES -> entry.value();
            case ITEMS -> new Tuple(List.of(entry.key(), entry.value()));
        };
    }

    /** All elements, in a list that may be kept and is not to be changed. */
    static List<Value> list(Budget budget, Value value) {
        return switch (value) {
            case Items(List<Value> items) -> items;
            case Tuple(List<Value> items) -> items;
            default -> {
                List<Value> items = new ArrayList<>();
                cursor(budget, value).forEachRemaining(items::add);
                yield items;
            }
        };
    }

    /** Python's len(value); empty if it has none. */
    static Optional<Integer> length(Value value) {
        return switch (value) {
            case Items(List<Value> items) -> Optional.of(items.size());
            case Tuple(List<Value> items) -> Optional.of(items.size());
            case Text text -> Optional.of(text.text().codePointCount(0, text.text().length()));
            case Dict dict -> Optional.of(dict.size());
            case Range range -> Optional.of(range.count());
            case View view -> Optional.of(view.dict().size());
            case Value.Undefined _ -> Optional.of(0);
            case Loop loop -> Optional.of(loop.length());
            default -> Optional.empty();
        };
    }

    /** Python's reversed(value), or its elements backwards if it has none; fails on what has no elements. */
    static List<Value> backwards(Budget budget, Value value) {
        List<Value> items = new ArrayList<>(list(budget, value));
        budget.step(items.size());
        Collections.reverse(items);
        return items;
    }
}
