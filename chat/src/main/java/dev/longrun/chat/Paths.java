package dev.longrun.chat;

import dev.longrun.chat.Value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parameter {@code attribute} of filters: {@code "function.name"} or {@code "items.0"}, steps from an element. */
final class Paths {

    /** Steps, and what stands for one that leads nowhere. */
    record Path(List<Value> steps, Optional<Value> otherwise) {

        Value of(Budget budget, Value start) {
            Value value = start;
            for (Value step : steps) {
                value = Attributes.item(budget, value, step);
                if (value instanceof Value.Undefined && otherwise.isPresent()) {
                    value = otherwise.get();
                }
            }
            return value;
        }
    }

    private Paths() {
    }

    /** The element itself, for none. */
    static Path optional(Value attribute) {
        return path(attribute, Value.NONE);
    }

    static Path path(Value attribute, Value otherwise) {
        Optional<Value> instead = Optional.of(otherwise).filter(value -> !(value instanceof Value.None));
        return switch (attribute) {
            case Value.None _ -> new Path(List.of(), instead);
            case Text text -> new Path(steps(text.text()), instead);
            default -> new Path(List.of(attribute), instead);
        };
    }

    /** Several paths, with commas between. */
    static List<Path> paths(Value attribute) {
        List<Path> paths = new ArrayList<>();
        if (attribute instanceof Text text) {
            for (String path : text.text().split(",", -1)) {
                paths.add(optional(Value.text(path)));
            }
        } else {
            paths.add(optional(attribute));
        }
        return paths;
    }

    private static List<Value> steps(String path) {
        List<Value> steps = new ArrayList<>();
        for (String step : path.split("\\.", -1)) {
            steps.add(step.matches("\\d{1,9}") ? Value.integer(Integer.parseInt(step)) : Value.text(step));
        }
        return steps;
    }
}
