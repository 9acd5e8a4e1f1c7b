package dev.longrun.chat;

import dev.longrun.chat.Expr.Passed;
import dev.longrun.chat.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads names, literals, brackets, and what follows them: elements, attributes, slices and calls. */
final class Primary {

    private final Tokens tokens;
    private final ExpressionParser expressions;

    Primary(Tokens tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    Expr value() {
        Token token = tokens.peek();
        tokens.enter();
        Expr value = switch (token.kind()) {
            case NAME -> name(tokens.take());
            case STRING -> string();
            case INTEGER -> number(tokens.take(), token);
            case FLOAT -> new Expr.Constant(token.at(),
                new Value.Real(Double.parseDouble(tokens.take().text().replace("_", ""))));
            case OPERATOR -> switch (token.text()) {
                case "(" -> parenthesis();
                case "[" -> list();
                case "{" -> dict();
                default -> throw tokens.wrong("an expression");
            };
            default -> throw tokens.wrong("an expression");
        };
        tokens.leave();
        return value;
    }

    private Expr name(Token name) {
        return switch (name.text()) {
            case "true", "True" -> new Expr.Constant(name.at(), Value.TRUE);
            case "false", "False" -> new Expr.Constant(name.at(), Value.FALSE);
            case "none", "None" -> new Expr.Constant(name.at(), Value.NONE);
            default -> {
                tokens.used(name.text());
                yield new Expr.Name(name.at(), name.text());
            }
        };
    }

    /** Strings that stand side by side are one. */
    private Expr string() {
        Place at = tokens.peek().at();
        StringBuilder text = new StringBuilder();
        while (tokens.at(Kind.STRING)) {
            text.append(tokens.take().text());
        }
        return new Expr.Constant(at, Value.text(text.toString()));
    }

    private static Expr number(Token taken, Token token) {
        try {
            return new Expr.Constant(token.at(), Integers.literal(taken.text()));
        } catch (Trouble e) {
            throw new ChatException(token.at(), e.getMessage());
        }
    }

    private Expr parenthesis() {
        Place at = tokens.take().at();
        Expr inside = tokens.atOperator(")") ? new Expr.TupleOf(at, List.of()) : expressions.tuple(true);
        tokens.expectOperator(")");
        return inside;
    }

    private Expr list() {
        Place at = tokens.take().at();
        List<Expr> items = new ArrayList<>();
        while (!tokens.atOperator("]")) {
            items.add(expressions.expression());
            if (!tokens.atOperator("]")) {
                tokens.expectOperator(",");
            }
        }
        tokens.take();
        return new Expr.ListOf(at, items);
    }

    private Expr dict() {
        Place at = tokens.take().at();
        List<Expr.DictOf.Pair> pairs = new ArrayList<>();
        while (!tokens.atOperator("}")) {
            Expr key = expressions.expression();
            tokens.expectOperator(":");
            pairs.add(new Expr.DictOf.Pair(key, expressions.expression()));
            if (!tokens.atOperator("}")) {
                tokens.expectOperator(",");
            }
        }
        tokens.take();
        return new Expr.DictOf(at, pairs);
    }

    Expr postfix(Expr start) {
        Expr expr = start;
        while (tokens.at(Kind.OPERATOR)) {
            Place at = tokens.peek().at();
            if (tokens.skipOperator(".")) {
                expr = dot(at, expr);
            } else if (tokens.skipOperator("[")) {
                expr = element(at, expr);
            } else if (tokens.atOperator("(")) {
                expr = new Expr.Call(at, expr, passed());
            } else {
                break;
            }
        }
        return expr;
    }

    private Expr dot(Place at, Expr of) {
        Token name = tokens.take();
        return switch (name.kind()) {
            case NAME -> new Expr.Attribute(at, of, name.text());
            case INTEGER -> new Expr.Item(at, of, number(name, name));
            default -> throw new ChatException(name.at(), "expected a name or a number after '.', got "
                + name.described());
        };
    }

    private Expr element(Place at, Expr of) {
        Expr none = new Expr.Constant(at, Value.NONE);
        Expr first = tokens.atOperator(":") ? none : expressions.expression();
        if (!tokens.skipOperator(":")) {
            if (tokens.atOperator(",")) {
                List<Expr> keys = new ArrayList<>(List.of(first));
                while (tokens.skipOperator(",")) {
                    keys.add(expressions.expression());
                }
                first = new Expr.TupleOf(at, keys);
            }
            tokens.expectOperator("]");
            return new Expr.Item(at, of, first);
        }
        Expr stop = tokens.atOperator(":") || tokens.atOperator("]") ? none : expressions.expression();
        Expr step = !tokens.skipOperator(":") || tokens.atOperator("]") ? none : expressions.expression();
        tokens.expectOperator("]");
        return new Expr.Slice(at, of, first, stop, step);
    }

    /** The arguments of a call, with their parentheses. */
    Passed passed() {
        tokens.expectOperator("(");
        List<Expr> inOrder = new ArrayList<>();
        List<Passed.Named> named = new ArrayList<>();
        Optional<Expr> more = Optional.empty();
        Optional<Expr> moreNamed = Optional.empty();
        while (!tokens.atOperator(")")) {
            Token token = tokens.peek();
            if (tokens.skipOperator("*")) {
                order(more.isEmpty() && moreNamed.isEmpty(), token);
                more = Optional.of(expressions.expression());
            } else if (tokens.skipOperator("**")) {
                order(moreNamed.isEmpty(), token);
                moreNamed = Optional.of(expressions.expression());
            } else if (tokens.at(Kind.NAME) && tokens.peekSecond().operator("=")) {
                order(moreNamed.isEmpty(), token);
                tokens.take();
                tokens.take();
                named.add(new Passed.Named(token.text(), expressions.expression()));
            } else {
                order(named.isEmpty() && more.isEmpty() && moreNamed.isEmpty(), token);
                inOrder.add(expressions.expression());
            }
            if (!tokens.atOperator(")")) {
                tokens.expectOperator(",");
            }
        }
        tokens.take();
        return new Passed(inOrder, named, more, moreNamed);
    }

    private static void order(boolean right, Token token) {
        if (!right) {
            throw new ChatException(token.at(), "arguments in an order that a call does not allow");
        }
    }
}
