package dev.longrun.chat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names and what they hold; what is not here is looked for around. Loops, macros and blocks have one of their own. */
final class Scope {

    private final Map<String, Value> values = new HashMap<>();
    private final Optional<Scope> around;

    Scope() {
        around = Optional.empty();
    }

    private Scope(Scope around) {
        this.around = Optional.of(around);
    }

    Scope inside() {
        return new Scope(this);
    }

    void set(String name, Value value) {
        values.put(name, value);
    }

    Value get(String name) {
        for (Optional<Scope> scope = Optional.of(this); scope.isPresent(); scope = scope.get().around) {
            Value value = scope.get().values.get(name);
            if (value != null) {
                return value;
            }
        }
        return new Value.Undefined("'" + name + "' is undefined");
    }
}
