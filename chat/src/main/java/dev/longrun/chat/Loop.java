package dev.longrun.chat;

import dev.longrun.chat.Value.Callable;
import dev.longrun.chat.Value.Undefined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What {@code loop} is inside a loop. Elements are taken when they are needed, so a test may depend on the body. */
final class Loop implements Callable {

    private final LoopRun run;
    private final int depth;
    private Iterator<Value> rest;
    private Optional<Integer> length;
    private Optional<Value> ahead = Optional.empty();
    private Optional<Value> present = Optional.empty();
    private Optional<Value> before = Optional.empty();
    private Optional<List<Value>> seen = Optional.empty();
    private int index = -1;

    /** @param length of what is gone through, if it is known before */
    Loop(LoopRun run, Iterator<Value> rest, Optional<Integer> length, int depth) {
        this.run = run;
        this.rest = rest;
        this.length = length;
        this.depth = depth;
    }

    @Override
    public String name() {
        return "loop";
    }

    Optional<Value> next() {
        before = present;
        present = peek();
        ahead = Optional.empty();
        index += present.isPresent() ? 1 : 0;
        return present;
    }

    private Optional<Value> peek() {
        if (ahead.isEmpty() && rest.hasNext()) {
            ahead = Optional.of(rest.next());
        }
        return ahead;
    }

    int length() {
        if (length.isEmpty()) {
            List<Value> left = new ArrayList<>();
            rest.forEachRemaining(left::add);
            rest = left.iterator();
            length = Optional.of(index + 1 + left.size() + (ahead.isPresent() ? 1 : 0));
        }
        return length.get();
    }

    Optional<Value> attribute(String name) {
        return Optional.ofNullable(switch (name) {
            case "index" -> Value.integer(index + 1);
            case "index0" -> Value.integer(index);
            case "revindex" -> Value.integer(length() - index);
            case "revindex0" -> Value.integer(length() - index - 1);
            case "first" -> Value.bool(index == 0);
            case "last" -> Value.bool(peek().isEmpty());
            case "length" -> Value.integer(length());
            case "depth" -> Value.integer(depth + 1);
            case "depth0" -> Value.integer(depth);
            case "previtem" -> before.orElseGet(() -> new Undefined("there is no previous item"));
            case "nextitem" -> peek().orElseGet(() -> new Undefined("there is no next item"));
            case "cycle" -> new Function("cycle", (in, arguments) -> {
                if (arguments.inOrder().isEmpty()) {
                    throw new Trouble("loop.cycle() needs arguments");
                }
                return arguments.inOrder().get(index % arguments.inOrder().size());
            });
            case "changed" -> new Function("changed", (in, arguments) -> {
                boolean same = seen.isPresent() && Compare.equal(in.budget(), new Value.Tuple(seen.get()),
                    new Value.Tuple(arguments.inOrder()));
                seen = Optional.of(Collections.unmodifiableList(arguments.inOrder()));
                return Value.bool(!same);
            });
            default -> null;
        });
    }

    /** {@code loop(items)}: the same loop over other items, where it says {@code recursive}. */
    @Override
    public Value call(Interpreter in, Arguments arguments) {
        return run.again(arguments.bind("loop", 1, "items").value("items"), depth + 1);
    }

    @Override
    public String toString() {
        return "<LoopContext " + (index + 1) + "/" + length() + ">";
    }
}
