package dev.longrun.chat;

import dev.longrun.chat.Value.Bool;
import dev.longrun.chat.Value.Int;
import dev.longrun.chat.Value.Text;
import dev.longrun.chat.Value.Undefined;
import java.util.Map;
import java.util.function.Predicate;

/** What stands after {@code is}. */
final class Tests {

    private interface Test {
        boolean holds(Budget budget, Value value, Arguments arguments);
    }

    private static final Map<String, Test> TESTS = Map.ofEntries(
        plain("defined", value -> !(value instanceof Undefined)),
        plain("undefined", value -> value instanceof Undefined),
        plain("none", value -> value instanceof Value.None),
        plain("boolean", value -> value instanceof Bool),
        plain("true", value -> value instanceof Bool(boolean on) && on),
        plain("false", value -> value instanceof Bool(boolean on) && !on),
        plain("integer", value -> value instanceof Int),
        plain("float", value -> value instanceof Value.Real),
        plain("number", Numbers::is),
        plain("string", value -> value instanceof Text),
        plain("mapping", value -> value instanceof Dict),
        plain("sequence", Tests::sequence),
        plain("iterable", Sequences::iterable),
        plain("callable", value -> value instanceof Value.Callable || value instanceof Undefined),
        plain("escaped", value -> value instanceof Text text && text.markup()),
        Map.entry("lower", (budget, value, arguments) -> Letters.lower(printed(budget, value, arguments, "lower"))),
        Map.entry("upper", (budget, value, arguments) -> Letters.upper(printed(budget, value, arguments, "upper"))),
        Map.entry("odd", (budget, value, arguments) -> rest(budget, value, arguments, "odd", 2, 1)),
        Map.entry("even", (budget, value, arguments) -> rest(budget, value, arguments, "even", 2, 0)),
        Map.entry("divisibleby", (budget, value, arguments) -> Compare.equal(budget,
            Operator.MODULO.apply(budget, value, other(arguments, "divisibleby")), Value.integer(0))),
        Map.entry("sameas", (budget, value, arguments) -> same(budget, value, other(arguments, "sameas"))),
        Map.entry("filter", (budget, value, arguments) -> value instanceof Text name && Filters.known(name.text())),
        Map.entry("test", (budget, value, arguments) -> value instanceof Text name && known(name.text())),
        relation("==", Relation.EQUAL), relation("eq", Relation.EQUAL), relation("equalto", Relation.EQUAL),
        relation("!=", Relation.NOT_EQUAL), relation("ne", Relation.NOT_EQUAL),
        relation(">", Relation.GREATER), relation("gt", Relation.GREATER), relation("greaterthan", Relation.GREATER),
        relation(">=", Relation.AT_LEAST), relation("ge", Relation.AT_LEAST),
        relation("<", Relation.LESS), relation("lt", Relation.LESS), relation("lessthan", Relation.LESS),
        relation("<=", Relation.AT_MOST), relation("le", Relation.AT_MOST),
        relation("in", Relation.IN));

    private Tests() {
    }

    static boolean known(String name) {
        return TESTS.containsKey(name);
    }

    static boolean holds(Budget budget, String name, Value value, Arguments arguments) {
        Test test = TESTS.get(name);
        if (test == null) {
            throw new Trouble("there is no test " + name);
        }
        return test.holds(budget, value, arguments);
    }

    private static Map.Entry<String, Test> plain(String name, Predicate<Value> test) {
        return Map.entry(name, (budget, value, arguments) -> {
            arguments.bind(name, 0);
            return test.test(value);
        });
    }

    private static Map.Entry<String, Test> relation(String name, Relation relation) {
        return Map.entry(name, (budget, value, arguments) -> relation.holds(budget, value, other(arguments, name)));
    }

    private static Value other(Arguments arguments, String name) {
        return arguments.bind("the test " + name, 1, "other").value("other");
    }

    private static boolean sequence(Value value) {
        return Sequences.length(value).isPresent() && !(value instanceof Value.View) && !(value instanceof Loop);
    }

    private static String printed(Budget budget, Value value, Arguments arguments, String name) {
        arguments.bind(name, 0);
        return Print.plain(budget, value);
    }

    private static boolean rest(Budget budget, Value value, Arguments arguments, String name, int divisor, int rest) {
        arguments.bind(name, 0);
        Value found = Operator.MODULO.apply(budget, value, Value.integer(divisor));
        return Compare.equal(budget, found, Value.integer(rest));
    }

    /** One and the same; numbers and strings are if they are of one kind and equal. */
    private static boolean same(Budget budget, Value a, Value b) {
        return switch (a) {
            case Value.None _, Bool _, Int _, Text _ -> a.getClass() == b.getClass() && Compare.equal(budget, a, b);
            default -> a == b;
        };
    }
}
