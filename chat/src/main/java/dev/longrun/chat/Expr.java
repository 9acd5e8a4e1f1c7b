package dev.longrun.chat;

import java.util.List;
import java.util.Optional;

/** An expression of a template. */
sealed interface Expr {

    Place at();

    record Constant(Place at, Value value) implements Expr {
    }

    record Name(Place at, String name) implements Expr {
    }

    record ListOf(Place at, List<Expr> items) implements Expr {
    }

    record TupleOf(Place at, List<Expr> items) implements Expr {
    }

    record DictOf(Place at, List<Pair> pairs) implements Expr {

        record Pair(Expr key, Expr value) {
        }
    }

    record Attribute(Place at, Expr of, String name) implements Expr {
    }

    record Item(Place at, Expr of, Expr key) implements Expr {
    }

    /** {@code of[start:stop:step]}, what is left out as none. */
    record Slice(Place at, Expr of, Expr start, Expr stop, Expr step) implements Expr {
    }

    record Call(Place at, Expr callee, Passed passed) implements Expr {
    }

    record Filter(Place at, Expr input, FilterCall filter) implements Expr {
    }

    record Test(Place at, Expr input, String name, Passed passed) implements Expr {
    }

    record Not(Place at, Expr of) implements Expr {
    }

    record Signed(Place at, boolean minus, Expr of) implements Expr {
    }

    record Binary(Place at, Operator operator, Expr left, Expr right) implements Expr {
    }

    /** {@code a ~ b ~ c}. */
    record Concat(Place at, List<Expr> parts) implements Expr {
    }

    record And(Place at, Expr left, Expr right) implements Expr {
    }

    record Or(Place at, Expr left, Expr right) implements Expr {
    }

    /** {@code first < second <= third}: each link compares what stands on both its sides. */
    record Chain(Place at, Expr first, List<Link> links) implements Expr {

        record Link(Relation relation, Expr right) {
        }
    }

    /** {@code then if test else otherwise}. */
    record Choice(Place at, Expr test, Expr then, Optional<Expr> otherwise) implements Expr {
    }

    /** A filter with what it is given besides its input. */
    record FilterCall(Place at, String name, Passed passed) {
    }

    /** The arguments of a call as written. */
    record Passed(List<Expr> inOrder, List<Named> named, Optional<Expr> more, Optional<Expr> moreNamed) {

        static final Passed NOTHING = new Passed(List.of(), List.of(), Optional.empty(), Optional.empty());

        record Named(String name, Expr value) {
        }
    }
}
