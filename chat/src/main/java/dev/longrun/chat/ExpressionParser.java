package dev.longrun.chat;

import dev.longrun.chat.Expr.Passed;
import dev.longrun.chat.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads expressions, in Jinja2's order of binding: {@code if else}, or, and, not, comparisons, {@code + -}, {@code ~},
 * {@code * / // %}, {@code **} (to the left, unlike Python), signs, then filters and tests, which bind tightest.
 */
final class ExpressionParser {

    private final Tokens tokens;
    private final Primary primary;

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
        primary = new Primary(tokens, this);
    }

    Expr expression() {
        tokens.enter();
        Expr expr = or();
        while (tokens.atName("if")) {
            Place at = tokens.take().at();
            Expr test = or();
            Optional<Expr> otherwise = tokens.skipName("else") ? Optional.of(expression()) : Optional.empty();
            expr = new Expr.Choice(at, test, expr, otherwise);
        }
        tokens.leave();
        return expr;
    }

    /** An expression, or several with commas between, which are a tuple. */
    Expr tuple(boolean choice, String... ends) {
        Place at = tokens.peek().at();
        List<Expr> items = new ArrayList<>();
        boolean tuple = false;
        while (!tupleEnds(ends)) {
            items.add(choice ? expression() : or());
            if (!tokens.skipOperator(",")) {
                break;
            }
            tuple = true;
        }
        if (tuple) {
            return new Expr.TupleOf(at, items);
        }
        if (items.isEmpty()) {
            throw tokens.wrong("an expression");
        }
        return items.getFirst();
    }

    boolean tupleEnds(String... names) {
        if (tokens.at(Kind.PRINT_END) || tokens.at(Kind.BLOCK_END) || tokens.atOperator(")")) {
            return true;
        }
        for (String name : names) {
            if (tokens.atName(name)) {
                return true;
            }
        }
        return false;
    }

    Expr or() {
        Expr left = and();
        while (tokens.atName("or")) {
            Place at = tokens.take().at();
            left = new Expr.Or(at, left, and());
        }
        return left;
    }

    private Expr and() {
        Expr left = not();
        while (tokens.atName("and")) {
            Place at = tokens.take().at();
            left = new Expr.And(at, left, not());
        }
        return left;
    }

    private Expr not() {
        if (!tokens.atName("not")) {
            return comparison();
        }
        Place at = tokens.take().at();
        tokens.enter();
        Expr expr = new Expr.Not(at, not());
        tokens.leave();
        return expr;
    }

    private Expr comparison() {
        Expr first = sum();
        Place at = tokens.peek().at();
        List<Expr.Chain.Link> links = new ArrayList<>();
        for (Optional<Relation> relation = relation(); relation.isPresent(); relation = relation()) {
            links.add(new Expr.Chain.Link(relation.get(), sum()));
        }
        return links.isEmpty() ? first : new Expr.Chain(at, first, links);
    }

    private Optional<Relation> relation() {
        if (tokens.skipName("in")) {
            return Optional.of(Relation.IN);
        }
        if (tokens.atName("not") && tokens.peekSecond().name("in")) {
            tokens.take();
            tokens.take();
            return Optional.of(Relation.NOT_IN);
        }
        Optional<Relation> relation = tokens.at(Kind.OPERATOR) ? Relation.of(tokens.peek().text()) : Optional.empty();
        relation.ifPresent(_ -> tokens.take());
        return relation;
    }

    private Expr sum() {
        Expr left = concat();
        while (tokens.atOperator("+") || tokens.atOperator("-")) {
            left = binary(left, tokens.take(), concat());
        }
        return left;
    }

    private Expr concat() {
        Expr first = product();
        if (!tokens.atOperator("~")) {
            return first;
        }
        Place at = tokens.peek().at();
        List<Expr> parts = new ArrayList<>(List.of(first));
        while (tokens.skipOperator("~")) {
            parts.add(product());
        }
        return new Expr.Concat(at, parts);
    }

    private Expr product() {
        Expr left = power();
        while (tokens.atOperator("*") || tokens.atOperator("/") || tokens.atOperator("//") || tokens.atOperator("%")) {
            left = binary(left, tokens.take(), power());
        }
        return left;
    }

    private Expr power() {
        Expr left = signed(true);
        while (tokens.atOperator("**")) {
            left = binary(left, tokens.take(), signed(true));
        }
        return left;
    }

    private static Expr binary(Expr left, Token operator, Expr right) {
        for (Operator known : Operator.values()) {
            if (known.symbol().equals(operator.text())) {
                return new Expr.Binary(operator.at(), known, left, right);
            }
        }
        throw new IllegalStateException("unreachable");
    }

    /** With its sign, and what follows: calls, elements and, unless inside a sign, filters and tests. */
    private Expr signed(boolean filters) {
        Expr expr;
        if (tokens.atOperator("-") || tokens.atOperator("+")) {
            Token sign = tokens.take();
            tokens.enter();
            expr = new Expr.Signed(sign.at(), sign.text().equals("-"), signed(false));
            tokens.leave();
        } else {
            expr = primary.value();
        }
        expr = primary.postfix(expr);
        return filters ? filtered(expr) : expr;
    }

    private Expr filtered(Expr input) {
        Expr expr = input;
        while (true) {
            if (tokens.atOperator("|")) {
                tokens.take();
                expr = new Expr.Filter(tokens.peek().at(), expr, filter());
            } else if (tokens.atName("is")) {
                expr = test(expr);
            } else if (tokens.atOperator("(")) {
                expr = new Expr.Call(tokens.peek().at(), expr, primary.passed());
            } else {
                return expr;
            }
        }
    }

    /** A filter's name and arguments, after the bar. */
    Expr.FilterCall filter() {
        Token name = tokens.expect(Kind.NAME, "a filter's name");
        String full = dotted(name.text());
        return new Expr.FilterCall(name.at(), full, tokens.atOperator("(") ? primary.passed() : Passed.NOTHING);
    }

    private String dotted(String name) {
        StringBuilder full = new StringBuilder(name);
        while (tokens.skipOperator(".")) {
            full.append('.').append(tokens.expect(Kind.NAME, "a name").text());
        }
        return full.toString();
    }

    private Expr test(Expr input) {
        Place at = tokens.take().at();
        boolean not = tokens.skipName("not");
        String name = dotted(tokens.expect(Kind.NAME, "a test's name").text());
        Passed passed = Passed.NOTHING;
        if (tokens.atOperator("(")) {
            passed = primary.passed();
        } else if (argumentFollows()) {
            if (tokens.atName("is")) {
                throw new ChatException(tokens.peek().at(), "two tests in a row; join them by 'and'");
            }
            Expr argument = primary.postfix(primary.value());
            passed = new Passed(List.of(argument), List.of(), Optional.empty(), Optional.empty());
        }
        Expr test = new Expr.Test(at, input, name, passed);
        return not ? new Expr.Not(at, test) : test;
    }

    private boolean argumentFollows() {
        return switch (tokens.peek().kind()) {
            case NAME -> !tokens.atName("else") && !tokens.atName("or") && !tokens.atName("and");
            case STRING, INTEGER, FLOAT -> true;
            default -> tokens.atOperator("[") || tokens.atOperator("{");
        };
    }
}
