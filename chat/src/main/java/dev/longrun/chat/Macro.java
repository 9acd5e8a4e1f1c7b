package dev.longrun.chat;

import dev.longrun.chat.Value.Callable;
import dev.longrun.chat.Value.Tuple;
import dev.longrun.chat.Value.Undefined;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A macro, or the body of a call block: prints its body with its parameters set, and gives that as text. */
final class Macro implements Callable {

    private final Statement.Signature signature;
    private final List<Statement> body;
    private final Scope around;

    Macro(Statement.Signature signature, List<Statement> body, Scope around) {
        this.signature = signature;
        this.body = body;
        this.around = around;
    }

    @Override
    public String name() {
        return signature.name();
    }

    @Override
    public Value call(Interpreter in, Arguments arguments) {
        Scope scope = around.inside();
        Map<String, Value> named = new LinkedHashMap<>(arguments.named());
        List<Statement.Signature.Parameter> parameters = signature.parameters();
        int given = Math.min(parameters.size(), arguments.inOrder().size());
        for (int i = 0; i < parameters.size(); i++) {
            Statement.Signature.Parameter parameter = parameters.get(i);
            Value byName = i < given ? null : named.remove(parameter.name());
            scope.set(parameter.name(), i < given ? arguments.inOrder().get(i) : byName != null ? byName
                : parameter.otherwise().map(otherwise -> in.value(otherwise, scope))
                    .orElseGet(() -> new Undefined("parameter '" + parameter.name() + "' was not provided")));
        }
        if (signature.caller() && parameters.stream().noneMatch(parameter -> parameter.name().equals("caller"))) {
            Value caller = named.remove("caller");
            scope.set("caller", caller != null ? caller : new Undefined("no caller: not called by {% call %}"));
        }
        if (signature.extraNamed()) {
            Dict rest = new Dict();
            named.forEach(rest::put);
            scope.set("kwargs", rest);
        } else if (!named.isEmpty()) {
            throw new Trouble(name() + "() has no parameter " + named.keySet().iterator().next());
        }
        if (signature.extra()) {
            scope.set("varargs", new Tuple(arguments.rest(given).inOrder()));
        } else if (arguments.inOrder().size() > parameters.size()) {
            throw new Trouble(name() + "() takes at most " + parameters.size() + " arguments, got "
                + arguments.inOrder().size());
        }
        return Value.text(in.text(body, scope));
    }

    @Override
    public String toString() {
        return "<Macro '" + name() + "'>";
    }
}
