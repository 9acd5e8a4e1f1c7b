package dev.longrun.chat;

import dev.longrun.chat.Statement.Signature;
import dev.longrun.chat.Statement.Target;
import dev.longrun.chat.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a template's statements. */
final class Parser {

    private final Tokens tokens;
    private final ExpressionParser expressions;
    private int loops;

    private Parser(List<Token> tokens) {
        this.tokens = new Tokens(tokens);
        expressions = new ExpressionParser(this.tokens);
    }

    static List<Statement> parse(String template) {
        return new Parser(Lexer.tokens(template)).until();
    }

    /** Statements up to a tag with one of the names, which is left to be read; without names, up to the end. */
    private List<Statement> until(String... ends) {
        Place begin = tokens.peek().at();
        tokens.enter();
        List<Statement> body = new ArrayList<>();
        while (!tokens.at(Kind.END)) {
            Token token = tokens.take();
            switch (token.kind()) {
                case DATA -> body.add(new Statement.Data(token.text()));
                case PRINT_BEGIN -> {
                    body.add(new Statement.Print(expressions.tuple(true)));
                    tokens.expect(Kind.PRINT_END, "'}}'");
                }
                default -> {
                    if (List.of(ends).contains(tokens.peek().text()) && tokens.at(Kind.NAME)) {
                        tokens.leave();
                        return body;
                    }
                    body.add(statement());
                    tokens.expect(Kind.BLOCK_END, "'%}'");
                }
            }
        }
        if (ends.length > 0) {
            throw new ChatException(begin, "this block has no end; expected {% " + String.join(" %} or {% ", ends)
                + " %}");
        }
        tokens.leave();
        return body;
    }

    private List<Statement> body(String... ends) {
        tokens.skipOperator(":");
        tokens.expect(Kind.BLOCK_END, "'%}'");
        return until(ends);
    }

    private List<Statement> lastBody(String end) {
        List<Statement> body = body(end);
        tokens.take();
        return body;
    }

    private Statement statement() {
        Token tag = tokens.expect(Kind.NAME, "a tag's name");
        return switch (tag.text()) {
            case "if" -> branches();
            case "for" -> loop(tag.at());
            case "set" -> set(tag.at());
            case "macro" -> macro(tag.at());
            case "call" -> call(tag.at());
            case "filter" -> {
                List<Expr.FilterCall> filters = new ArrayList<>(List.of(expressions.filter()));
                filters.addAll(filters());
                yield new Statement.FilterBlock(tag.at(), filters, lastBody("endfilter"));
            }
            case "with" -> with(tag.at());
            case "generation" -> new Statement.Generation(outsideLoops("endgeneration"));
            case "break" -> inLoop(tag, new Statement.Break());
            case "continue" -> inLoop(tag, new Statement.Continue());
            case "include", "import", "from", "extends", "block", "autoescape", "print", "do" ->
                throw new ChatException(tag.at(), "{% " + tag.text() + " %} is not supported in chat templates here");
            default -> throw new ChatException(tag.at(), "a tag {% " + tag.text() + " %} that means nothing here");
        };
    }

    private Statement inLoop(Token tag, Statement statement) {
        if (loops == 0) {
            throw new ChatException(tag.at(), "{% " + tag.text() + " %} outside of a loop");
        }
        return statement;
    }

    private Statement branches() {
        List<Statement.If.Branch> branches = new ArrayList<>();
        do {
            Expr test = expressions.tuple(false);
            branches.add(new Statement.If.Branch(test, body("elif", "else", "endif")));
        } while (tokens.skipName("elif"));
        List<Statement> otherwise = tokens.take().text().equals("else") ? lastBody("endif") : List.of();
        return new Statement.If(branches, otherwise);
    }

    private Statement loop(Place at) {
        Target target = target(false, "in");
        tokens.expectName("in");
        Expr items = expressions.tuple(false, "recursive");
        Optional<Expr> test = tokens.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty();
        boolean recursive = tokens.skipName("recursive");
        loops++;
        List<Statement> body = body("endfor", "else");
        loops--;
        List<Statement> otherwise = tokens.take().text().equals("else") ? lastBody("endfor") : List.of();
        return new Statement.For(at, target, items, test, recursive, body, otherwise);
    }

    private Statement set(Place at) {
        Target target = target(true);
        if (tokens.skipOperator("=")) {
            return new Statement.Set(at, target, expressions.tuple(true));
        }
        return new Statement.SetBlock(at, target, filters(), lastBody("endset"));
    }

    private List<Expr.FilterCall> filters() {
        List<Expr.FilterCall> filters = new ArrayList<>();
        while (tokens.skipOperator("|")) {
            filters.add(expressions.filter());
        }
        return filters;
    }

    private Statement with(Place at) {
        List<Statement.With.Assigned> values = new ArrayList<>();
        while (!tokens.at(Kind.BLOCK_END)) {
            if (!values.isEmpty()) {
                tokens.expectOperator(",");
            }
            Target target = target(false);
            tokens.expectOperator("=");
            values.add(new Statement.With.Assigned(target, expressions.expression()));
        }
        return new Statement.With(at, values, lastBody("endwith"));
    }

    private Statement macro(Place at) {
        String name = tokens.expect(Kind.NAME, "a macro's name").text();
        tokens.beginNames();
        List<Signature.Parameter> parameters = parameters();
        List<Statement> body = outsideLoops("endmacro");
        return new Statement.Define(at, signature(name, parameters), body);
    }

    private Statement call(Place at) {
        tokens.beginNames();
        List<Signature.Parameter> parameters = tokens.atOperator("(") ? parameters() : List.of();
        Place place = tokens.peek().at();
        Expr expr = expressions.expression();
        if (!(expr instanceof Expr.Call call)) {
            throw new ChatException(place, "{% call %} needs a call, such as {% call name() %}");
        }
        List<Statement> body = outsideLoops("endcall");
        return new Statement.CallBlock(at, signature("caller", parameters), call, body);
    }

    /** A body that runs as a function does, so that no break leads out of it. */
    private List<Statement> outsideLoops(String end) {
        int around = loops;
        loops = 0;
        List<Statement> body = lastBody(end);
        loops = around;
        return body;
    }

    private Signature signature(String name, List<Signature.Parameter> parameters) {
        Set<String> used = tokens.endNames();
        return new Signature(name, parameters, used.contains("varargs"), used.contains("kwargs"),
            used.contains("caller"));
    }

    private List<Signature.Parameter> parameters() {
        tokens.expectOperator("(");
        List<Signature.Parameter> parameters = new ArrayList<>();
        while (!tokens.atOperator(")")) {
            if (!parameters.isEmpty()) {
                tokens.expectOperator(",");
            }
            Token name = tokens.expect(Kind.NAME, "a parameter's name");
            Optional<Expr> otherwise = tokens.skipOperator("=") ? Optional.of(expressions.expression())
                : Optional.empty();
            if (otherwise.isEmpty() && !parameters.isEmpty() && parameters.getLast().otherwise().isPresent()) {
                throw new ChatException(name.at(), "a parameter without a default after one with");
            }
            parameters.add(new Signature.Parameter(name.text(), otherwise));
        }
        tokens.take();
        return parameters;
    }

    private Target target(boolean fields, String... ends) {
        List<Target> targets = new ArrayList<>();
        boolean each = false;
        while (!expressions.tupleEnds(ends)) {
            targets.add(singleTarget(fields));
            if (!tokens.skipOperator(",")) {
                break;
            }
            each = true;
        }
        if (targets.isEmpty()) {
            throw tokens.wrong("a name");
        }
        return each ? new Target.ToEach(targets) : targets.getFirst();
    }

    private Target singleTarget(boolean fields) {
        if (tokens.skipOperator("(")) {
            tokens.enter();
            Target inside = target(fields);
            tokens.leave();
            tokens.expectOperator(")");
            return inside;
        }
        Token name = tokens.expect(Kind.NAME, "a name");
        if (Set.of("true", "false", "none", "True", "False", "None").contains(name.text())) {
            throw new ChatException(name.at(), "nothing can be assigned to " + name.text());
        }
        if (fields && tokens.skipOperator(".")) {
            return new Target.ToField(name.text(), tokens.expect(Kind.NAME, "a name").text());
        }
        return new Target.ToName(name.text());
    }
}
