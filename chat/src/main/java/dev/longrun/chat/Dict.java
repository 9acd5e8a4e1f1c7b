package dev.longrun.chat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A dict: keys in the order they came; as in Python, 1, 1.0 and true are one key. No template can change it. */
final class Dict implements Value {

    record Entry(Value key, Value value) {
    }

    private record Nothing(String what) {
    }

    private final Map<Object, Entry> entries = new LinkedHashMap<>();

    /** Adds an entry, or changes its value; the first key stays. */
    Dict put(Value key, Value value) {
        Object hash = hash(key, 0);
        Entry old = entries.get(hash);
        entries.put(hash, new Entry(old == null ? key : old.key(), value));
        return this;
    }

    Dict put(String key, Value value) {
        return put(Value.text(key), value);
    }

    /** Fails if the key is something that cannot be one. */
    Optional<Value> get(Value key) {
        return Optional.ofNullable(entries.get(hash(key, 0))).map(Entry::value);
    }

    Optional<Value> get(String key) {
        return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    int size() {
        return entries.size();
    }

    Collection<Entry> entries() {
        return entries.values();
    }

    /** Two values are the same key exactly if these are equal. */
    static Object hash(Value key, int depth) {
        if (depth > Limits.VALUE_DEPTH) {
            throw new Trouble("a key nested more than " + Limits.VALUE_DEPTH + " deep");
        }
        return switch (key) {
            case Text text -> text.text();
            case Int(BigInteger value) -> value;
            case Bool(boolean on) -> on ? BigInteger.ONE : BigInteger.ZERO;
            case Real(double value) -> value == Math.rint(value) && !Double.isInfinite(value)
                ? new BigDecimal(value).toBigInteger() : (Object) value;
            case None _ -> new Nothing("none");
            case Undefined _ -> new Nothing("undefined");
            case Tuple(List<Value> items) -> {
                List<Object> hashes = new ArrayList<>();
                for (Value item : items) {
                    hashes.add(hash(item, depth + 1));
                }
                yield hashes;
            }
            case Items _, Dict _ -> throw new Trouble("a " + Value.kind(key) + " cannot be a key");
            default -> key;
        };
    }
}
