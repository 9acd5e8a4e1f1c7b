package dev.longrun.chat;

import dev.longrun.chat.Interpreter.Flow;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Runs a loop. */
final class LoopRun {

    private final Interpreter in;
    private final Statement.For loop;
    private final Scope scope;

    LoopRun(Interpreter in, Statement.For loop, Scope scope) {
        this.in = in;
        this.loop = loop;
        this.scope = scope;
    }

    Flow run(TextBuilder out) {
        return run(in.value(loop.items(), scope), 0, out);
    }

    /** The same loop inside itself. */
    Value again(Value items, int depth) {
        if (!loop.recursive()) {
            throw new Trouble("this loop does not say recursive, so it cannot be called");
        }
        TextBuilder out = new TextBuilder(in.budget());
        run(items, depth, out);
        return Value.text(out.toString());
    }

    private Flow run(Value items, int depth, TextBuilder out) {
        Iterator<Value> all = Sequences.cursor(in.budget(), items);
        Loop state = new Loop(this, loop.test().isPresent() ? new Tested(all) : all,
            loop.test().isPresent() ? Optional.empty() : Sequences.length(items), depth);
        // As in Jinja2: an item whose body was left by break or continue does not count for the loop's else.
        boolean any = false;
        for (Optional<Value> item = state.next(); item.isPresent(); item = state.next()) {
            Scope inside = scope.inside();
            in.assign(loop.at(), loop.target(), item.get(), inside);
            inside.set("loop", state);
            Flow flow = in.run(loop.body(), inside, out);
            any |= flow == Flow.ON;
            if (flow == Flow.BREAK) {
                break;
            }
        }
        return any ? Flow.ON : in.run(loop.otherwise(), scope.inside(), out);
    }

    /** The items for which the loop's test holds. */
    private final class Tested implements Iterator<Value> {

        private final Iterator<Value> all;
        private Optional<Value> next = Optional.empty();

        Tested(Iterator<Value> all) {
            this.all = all;
        }

        @Override
        public boolean hasNext() {
            while (next.isEmpty() && all.hasNext()) {
                Value item = all.next();
                Scope inside = scope.inside();
                in.assign(loop.at(), loop.target(), item, inside);
                next = Value.truth(in.value(loop.test().orElseThrow(), inside)) ? Optional.of(item) : Optional.empty();
            }
            return next.isPresent();
        }

        @Override
        public Value next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Value item = next.orElseThrow();
            next = Optional.empty();
            return item;
        }
    }
}
