package dev.longrun.chat;

import dev.longrun.chat.Value.Items;
import dev.longrun.chat.Value.Text;
import dev.longrun.chat.Value.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What stands between two values, and what it makes of them. */
enum Operator {
    ADD("+"), SUBTRACT("-"), MULTIPLY("*"), DIVIDE("/"), FLOOR_DIVIDE("//"), MODULO("%"), POWER("**");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    String symbol() {
        return symbol;
    }

    Value apply(Budget budget, Value a, Value b) {
        for (Value value : List.of(a, b)) {
            if (value instanceof Value.Undefined(String message) && !(this == MODULO && a instanceof Text)) {
                throw new Trouble(message);
            }
        }
        if (Numbers.is(a) && Numbers.is(b)) {
            return switch (this) {
                case ADD -> Numbers.add(a, b);
                case SUBTRACT -> Numbers.subtract(a, b);
                case MULTIPLY -> Numbers.multiply(a, b);
                case DIVIDE -> Numbers.divide(a, b);
                case FLOOR_DIVIDE -> Numbers.floorDivide(a, b);
                case MODULO -> Numbers.modulo(a, b);
                case POWER -> Numbers.power(a, b);
            };
        }
        if (this == ADD) {
            return joined(budget, a, b);
        }
        if (this == MULTIPLY && Numbers.whole(b)) {
            return repeated(budget, a, Numbers.index(b), a, b);
        }
        if (this == MULTIPLY && Numbers.whole(a)) {
            return repeated(budget, b, Numbers.index(a), a, b);
        }
        if (this == MODULO && a instanceof Text(String text, boolean markup)) {
            return new Text(PercentFormat.format(budget, text, b), markup);
        }
        throw unfit(a, b);
    }

    private Value joined(Budget budget, Value a, Value b) {
        if (a instanceof Text left && b instanceof Text right) {
            boolean markup = left.markup() || right.markup();
            return new Text(new TextBuilder(budget).append(markup ? Html.safe(budget, left) : left.text())
                .append(markup ? Html.safe(budget, right) : right.text()).toString(), markup);
        }
        if (a instanceof Items(List<Value> left) && b instanceof Items(List<Value> right)) {
            return new Items(joined(budget, left, right));
        }
        if (a instanceof Tuple(List<Value> left) && b instanceof Tuple(List<Value> right)) {
            return new Tuple(joined(budget, left, right));
        }
        throw unfit(a, b);
    }

    private static List<Value> joined(Budget budget, List<Value> left, List<Value> right) {
        budget.step((long) left.size() + right.size());
        List<Value> all = new ArrayList<>(left);
        all.addAll(right);
        return all;
    }

    private Value repeated(Budget budget, Value what, int count, Value a, Value b) {
        return switch (what) {
            case Text(String text, boolean markup) ->
                new Text(new TextBuilder(budget).repeat(text, count).toString(), markup);
            case Items(List<Value> items) -> new Items(repeated(budget, items, count));
            case Tuple(List<Value> items) -> new Tuple(repeated(budget, items, count));
            default -> throw unfit(a, b);
        };
    }

    private static List<Value> repeated(Budget budget, List<Value> items, int count) {
        if (count <= 0 || items.isEmpty()) {
            return List.of();
        }
        budget.step((long) items.size() * count);
        List<Value> all = new ArrayList<>();
        Collections.nCopies(count, items).forEach(all::addAll);
        return all;
    }

    private Trouble unfit(Value a, Value b) {
        return new Trouble("no " + symbol + " between " + Value.kind(a) + " and " + Value.kind(b)
            + (this == ADD ? "; ~ joins any two as text" : ""));
    }
}
