package dev.longrun.chat;

import dev.longrun.chat.Statement.Target;
import dev.longrun.chat.Value.Namespace;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Carries out a template's statements, once. */
final class Interpreter {

    /** How a statement leaves the loop around it. */
    enum Flow { ON, BREAK, CONTINUE }

    private final Budget budget;
    private final Clock clock;
    private final Evaluator evaluator;

    Interpreter(Limits limits, Clock clock) {
        budget = new Budget(limits);
        this.clock = clock;
        evaluator = new Evaluator(this);
    }

    Budget budget() {
        return budget;
    }

    Clock clock() {
        return clock;
    }

    /** The text that statements print. */
    String text(List<Statement> body, Scope scope) {
        TextBuilder out = new TextBuilder(budget);
        run(body, scope, out);
        return out.toString();
    }

    Flow run(List<Statement> body, Scope scope, TextBuilder out) {
        for (Statement statement : body) {
            budget.enter();
            Flow flow = run(statement, scope, out);
            budget.leave();
            if (flow != Flow.ON) {
                return flow;
            }
        }
        return Flow.ON;
    }

    private Flow run(Statement statement, Scope scope, TextBuilder out) {
        switch (statement) {
            case Statement.Data(String text) -> out.append(text);
            case Statement.Print(Expr value) -> print(value, scope, out);
            case Statement.If choice -> {
                return choose(choice, scope, out);
            }
            case Statement.For loop -> {
                return at(loop.at(), () -> new LoopRun(this, loop, scope).run(out));
            }
            case Statement.Break _ -> {
                return Flow.BREAK;
            }
            case Statement.Continue _ -> {
                return Flow.CONTINUE;
            }
            case Statement.Set(Place at, Target target, Expr value) ->
                assign(at, target, evaluator.value(value, scope), scope);
            case Statement.SetBlock block -> {
                TextBuilder text = new TextBuilder(budget);
                Flow flow = run(block.body(), scope.inside(), text);
                if (flow != Flow.ON) {
                    return flow;
                }
                assign(block.at(), block.target(), filtered(text.toString(), block.filters(), scope), scope);
            }
            case Statement.With with -> {
                Scope inside = scope.inside();
                with.values().forEach(value ->
                    assign(with.at(), value.target(), evaluator.value(value.value(), scope), inside));
                return run(with.body(), inside, out);
            }
            case Statement.Define define -> scope.set(define.signature().name(),
                new Macro(define.signature(), define.body(), scope));
            case Statement.CallBlock block -> call(block, scope, out);
            case Statement.FilterBlock block -> {
                TextBuilder text = new TextBuilder(budget);
                Flow flow = run(block.body(), scope.inside(), text);
                if (flow != Flow.ON) {
                    return flow;
                }
                out.append(Print.plain(budget, filtered(text.toString(), block.filters(), scope)));
            }
            case Statement.Generation(List<Statement> body) -> run(body, scope.inside(), out);
        }
        return Flow.ON;
    }

    private void print(Expr expr, Scope scope, TextBuilder out) {
        Value value = evaluator.value(expr, scope);
        at(expr.at(), () -> out.append(Print.plain(budget, value)));
    }

    /** What fails without a place fails at this one. */
    <T> T at(Place place, java.util.function.Supplier<T> what) {
        try {
            return what.get();
        } catch (Trouble e) {
            throw new ChatException(place, e.getMessage());
        }
    }

    private Flow choose(Statement.If choice, Scope scope, TextBuilder out) {
        for (Statement.If.Branch branch : choice.branches()) {
            if (Value.truth(evaluator.value(branch.test(), scope))) {
                return run(branch.body(), scope, out);
            }
        }
        return run(choice.otherwise(), scope, out);
    }

    private Value filtered(String text, List<Expr.FilterCall> filters, Scope scope) {
        Value value = Value.text(text);
        for (Expr.FilterCall filter : filters) {
            value = evaluator.filtered(value, filter, scope);
        }
        return value;
    }

    private void call(Statement.CallBlock block, Scope scope, TextBuilder out) {
        Macro caller = new Macro(block.signature(), block.body(), scope);
        Expr.Call call = block.call();
        Value callee = evaluator.value(call.callee(), scope);
        at(call.at(), () -> out.append(Print.plain(budget, evaluator.call(callee,
            evaluator.arguments(call.passed(), scope).with("caller", caller)))));
    }

    Value value(Expr expr, Scope scope) {
        return evaluator.value(expr, scope);
    }

    void assign(Place at, Target target, Value value, Scope scope) {
        switch (target) {
            case Target.ToName(String name) -> scope.set(name, value);
            case Target.ToField(String name, String field) -> {
                if (!(scope.get(name) instanceof Namespace namespace)) {
                    throw new ChatException(at, name + "." + field + " cannot be set: " + name
                        + " is no namespace(), which alone can be changed");
                }
                namespace.fields().put(field, value);
            }
            case Target.ToEach(List<Target> targets) -> {
                List<Value> values = at(at, () -> {
                    List<Value> items = new ArrayList<>();
                    Iterator<Value> rest = Sequences.cursor(budget, value);
                    while (rest.hasNext() && items.size() <= targets.size()) {
                        items.add(rest.next());
                    }
                    return items;
                });
                if (values.size() != targets.size()) {
                    throw new ChatException(at, targets.size() + " names for "
                        + (values.size() > targets.size() ? "more" : Integer.toString(values.size())) + " values");
                }
                for (int i = 0; i < values.size(); i++) {
                    assign(at, targets.get(i), values.get(i), scope);
                }
            }
        }
    }
}
