package dev.longrun.chat;

import dev.longrun.chat.Value.Callable;
import dev.longrun.chat.Value.Items;
import dev.longrun.chat.Value.Tuple;
import dev.longrun.chat.Value.Undefined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an expression gives. Whatever fails inside fails here with the place of the innermost expression. */
final class Evaluator {

    private final Interpreter in;
    private final Budget budget;

    Evaluator(Interpreter in) {
        this.in = in;
        budget = in.budget();
    }

    Value value(Expr expr, Scope scope) {
        try {
            budget.enter();
            Value value = of(expr, scope);
            budget.leave();
            return value;
        } catch (Trouble e) {
            throw new ChatException(expr.at(), e.getMessage());
        }
    }

    private Value of(Expr expr, Scope scope) {
        return switch (expr) {
            case Expr.Constant(_, Value value) -> value;
            case Expr.Name(_, String name) -> scope.get(name);
            case Expr.ListOf(_, List<Expr> items) -> new Items(values(items, scope));
            case Expr.TupleOf(_, List<Expr> items) -> new Tuple(values(items, scope));
            case Expr.DictOf dict -> dict(dict, scope);
            case Expr.Attribute(_, Expr of, String name) -> Attributes.attribute(budget, value(of, scope), name);
            case Expr.Item(_, Expr of, Expr key) -> Attributes.item(budget, value(of, scope), value(key, scope));
            case Expr.Slice slice -> Slices.slice(budget, value(slice.of(), scope), value(slice.start(), scope),
                value(slice.stop(), scope), value(slice.step(), scope));
            case Expr.Call(_, Expr callee, Expr.Passed passed) -> call(value(callee, scope), arguments(passed, scope));
            case Expr.Filter(_, Expr input, Expr.FilterCall filter) -> filtered(value(input, scope), filter, scope);
            case Expr.Test(_, Expr input, String name, Expr.Passed passed) ->
                Value.bool(Tests.holds(budget, name, value(input, scope), arguments(passed, scope)));
            case Expr.Not(_, Expr of) -> Value.bool(!Value.truth(value(of, scope)));
            case Expr.Signed(_, boolean minus, Expr of) -> signed(minus, value(of, scope));
            case Expr.Binary(_, Operator operator, Expr left, Expr right) ->
                operator.apply(budget, value(left, scope), value(right, scope));
            case Expr.Concat(_, List<Expr> parts) -> {
                TextBuilder text = new TextBuilder(budget);
                parts.forEach(part -> text.append(Print.plain(budget, value(part, scope))));
                yield Value.text(text.toString());
            }
            case Expr.And(_, Expr left, Expr right) -> {
                Value first = value(left, scope);
                yield Value.truth(first) ? value(right, scope) : first;
            }
            case Expr.Or(_, Expr left, Expr right) -> {
                Value first = value(left, scope);
                yield Value.truth(first) ? first : value(right, scope);
            }
            case Expr.Chain chain -> Value.bool(holds(chain, scope));
            case Expr.Choice choice -> Value.truth(value(choice.test(), scope)) ? value(choice.then(), scope)
                : choice.otherwise().map(otherwise -> value(otherwise, scope))
                    .orElseGet(() -> new Undefined("the inline if is false and has no else"));
        };
    }

    private List<Value> values(List<Expr> exprs, Scope scope) {
        List<Value> values = new ArrayList<>(exprs.size());
        exprs.forEach(expr -> values.add(value(expr, scope)));
        return values;
    }

    private Value dict(Expr.DictOf literal, Scope scope) {
        Dict dict = new Dict();
        literal.pairs().forEach(pair -> dict.put(value(pair.key(), scope), value(pair.value(), scope)));
        return dict;
    }

    private static Value signed(boolean minus, Value value) {
        if (!Numbers.is(value)) {
            throw new Trouble(value instanceof Undefined(String message) ? message
                : "a sign before a " + Value.kind(value));
        }
        return minus ? Numbers.negate(value) : value instanceof Value.Bool ? new Value.Int(Numbers.big(value)) : value;
    }

    private boolean holds(Expr.Chain chain, Scope scope) {
        Value left = value(chain.first(), scope);
        for (Expr.Chain.Link link : chain.links()) {
            Value right = value(link.right(), scope);
            if (!link.relation().holds(budget, left, right)) {
                return false;
            }
            left = right;
        }
        return true;
    }

    Value call(Value callee, Arguments arguments) {
        return switch (callee) {
            case Callable callable -> callable.call(in, arguments);
            case Undefined(String message) -> throw new Trouble(message);
            default -> throw new Trouble("a " + Value.kind(callee) + " cannot be called");
        };
    }

    /** A value after a filter of the template. */
    Value filtered(Value input, Expr.FilterCall filter, Scope scope) {
        try {
            return Filters.apply(in, filter.name(), input, arguments(filter.passed(), scope));
        } catch (Trouble e) {
            throw new ChatException(filter.at(), e.getMessage());
        }
    }

    Arguments arguments(Expr.Passed passed, Scope scope) {
        if (passed == Expr.Passed.NOTHING) {
            return Arguments.NONE;
        }
        List<Value> inOrder = values(passed.inOrder(), scope);
        passed.more().ifPresent(more -> Sequences.cursor(budget, value(more, scope)).forEachRemaining(inOrder::add));
        Map<String, Value> named = new LinkedHashMap<>();
        passed.named().forEach(argument -> named(named, argument.name(), value(argument.value(), scope)));
        passed.moreNamed().ifPresent(more -> {
            if (!(value(more, scope) instanceof Dict dict)) {
                throw new Trouble("** needs a dict");
            }
            dict.entries().forEach(entry -> named(named, Arguments.string(entry.key()), entry.value()));
        });
        return new Arguments(inOrder, named);
    }

    private static void named(Map<String, Value> named, String name, Value value) {
        if (named.put(name, value) != null) {
            throw new Trouble("the argument " + name + " is given twice");
        }
    }
}
