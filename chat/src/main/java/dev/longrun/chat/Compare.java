package dev.longrun.chat;

import dev.longrun.chat.Value.Items;
import dev.longrun.chat.Value.Range;
import dev.longrun.chat.Value.Text;
import dev.longrun.chat.Value.Tuple;
import dev.longrun.chat.Value.View;
import java.util.List;
import java.util.Optional;

/** Python's ==, &lt; and in. */
final class Compare {

    private Compare() {
    }

    static boolean equal(Budget budget, Value a, Value b) {
        return equal(budget, a, b, 0);
    }

    private static boolean equal(Budget budget, Value a, Value b, int depth) {
        budget.step(1);
        if (depth > Limits.VALUE_DEPTH) {
            throw new Trouble("values nested more than " + Limits.VALUE_DEPTH + " deep");
        }
        if (Numbers.is(a) && Numbers.is(b)) {
            return Numbers.equal(a, b);
        }
        return switch (a) {
            case Text left when b instanceof Text right -> left.text().equals(right.text());
            case Items(List<Value> left) when b instanceof Items(List<Value> right) ->
                equalLists(budget, left, right, depth);
            case Tuple(List<Value> left) when b instanceof Tuple(List<Value> right) ->
                equalLists(budget, left, right, depth);
            case Dict left when b instanceof Dict right -> equalDicts(budget, left, right, depth);
            case Range left when b instanceof Range right -> left.count() == right.count()
                && (left.count() == 0 || left.start() == right.start()
                && (left.count() == 1 || left.step() == right.step()));
            case Value.None _ -> b instanceof Value.None;
            case Value.Undefined _ -> b instanceof Value.Undefined;
            default -> a == b;
        };
    }

    private static boolean equalLists(Budget budget, List<Value> left, List<Value> right, int depth) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!equal(budget, left.get(i), right.get(i), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalDicts(Budget budget, Dict left, Dict right, int depth) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Dict.Entry entry : left.entries()) {
            Optional<Value> other = right.get(entry.key());
            if (other.isEmpty() || !equal(budget, entry.value(), other.get(), depth + 1)) {
                return false;
            }
        }
        return true;
    }

    /** Below 0 if a comes first; fails where Python has no order. NaN is in order with nothing, here with all. */
    static int order(Budget budget, Value a, Value b) {
        return order(budget, a, b, 0);
    }

    private static int order(Budget budget, Value a, Value b, int depth) {
        budget.step(1);
        if (depth > Limits.VALUE_DEPTH) {
            throw new Trouble("values nested more than " + Limits.VALUE_DEPTH + " deep");
        }
        if (Numbers.is(a) && Numbers.is(b)) {
            return Numbers.order(a, b);
        }
        if (a instanceof Text left && b instanceof Text right) {
            return order(left.text(), right.text());
        }
        if (a instanceof Items(List<Value> left) && b instanceof Items(List<Value> right)) {
            return orderLists(budget, left, right, depth);
        }
        if (a instanceof Tuple(List<Value> left) && b instanceof Tuple(List<Value> right)) {
            return orderLists(budget, left, right, depth);
        }
        for (Value value : List.of(a, b)) {
            if (value instanceof Value.Undefined(String message)) {
                throw new Trouble(message);
            }
        }
        throw new Trouble("no order between " + Value.kind(a) + " and " + Value.kind(b));
    }

    /** By code points, not by UTF-16 units. */
    private static int order(String a, String b) {
        for (int i = 0; i < Math.min(a.length(), b.length()); i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                boolean surrogates = Character.isSurrogate(left) != Character.isSurrogate(right);
                return surrogates ? (Character.isSurrogate(left) ? 1 : -1) : Character.compare(left, right);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static int orderLists(Budget budget, List<Value> left, List<Value> right, int depth) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            if (!equal(budget, left.get(i), right.get(i), depth + 1)) {
                return order(budget, left.get(i), right.get(i), depth + 1);
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    /** {@code item in container}. */
    static boolean contains(Budget budget, Value container, Value item) {
        return switch (container) {
            case Text text -> {
                if (item instanceof Text part) {
                    yield text.text().contains(part.text());
                }
                throw new Trouble("a " + Value.kind(item) + " cannot be in a string");
            }
            case Dict dict -> dict.get(item).isPresent();
            case View view when view.kind() == View.Kind.KEYS -> view.dict().get(item).isPresent();
            default -> {
                Sequences.Cursor cursor = Sequences.cursor(budget, container);
                while (cursor.hasNext()) {
                    if (equal(budget, cursor.next(), item)) {
                        yield true;
                    }
                }
                yield false;
            }
        };
    }
}
