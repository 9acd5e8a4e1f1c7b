package dev.longrun.chat;

import dev.longrun.chat.Token.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A template's tokens as they are read, how deep the reading is, and which names were read. */
final class Tokens {

    private final List<Token> tokens;
    private final Deque<Set<String>> names = new ArrayDeque<>();
    private int next;
    private int depth;

    Tokens(List<Token> tokens) {
        this.tokens = tokens;
        names.push(new HashSet<>());
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peekSecond() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    Token take() {
        Token token = peek();
        next = Math.min(next + 1, tokens.size() - 1);
        return token;
    }

    boolean at(Kind kind) {
        return peek().kind() == kind;
    }

    boolean atName(String name) {
        return peek().name(name);
    }

    boolean atOperator(String operator) {
        return peek().operator(operator);
    }

    boolean skipName(String name) {
        return atName(name) && take() != null;
    }

    boolean skipOperator(String operator) {
        return atOperator(operator) && take() != null;
    }

    Token expect(Kind kind, String what) {
        if (!at(kind)) {
            throw wrong(what);
        }
        return take();
    }

    void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw wrong("'" + operator + "'");
        }
    }

    void expectName(String name) {
        if (!skipName(name)) {
            throw wrong("'" + name + "'");
        }
    }

    ChatException wrong(String expected) {
        return new ChatException(peek().at(), "expected " + expected + ", got " + peek().described());
    }

    /** Before something that may hold the like of itself. */
    void enter() {
        if (++depth > Limits.SYNTAX_DEPTH) {
            throw new ChatException(peek().at(), "nested more than " + Limits.SYNTAX_DEPTH + " deep");
        }
    }

    void leave() {
        depth--;
    }

    void used(String name) {
        names.peek().add(name);
    }

    void beginNames() {
        names.push(new HashSet<>());
    }

    /** The names read since the matching begin. */
    Set<String> endNames() {
        Set<String> inside = names.pop();
        names.peek().addAll(inside);
        return inside;
    }
}
