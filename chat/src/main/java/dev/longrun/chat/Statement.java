package dev.longrun.chat;

import java.util.List;
import java.util.Optional;

/** What a template does, in order. */
sealed interface Statement {

    /** Text that goes out as it is. */
    record Data(String text) implements Statement {
    }

    record Print(Expr value) implements Statement {
    }

    record If(List<Branch> branches, List<Statement> otherwise) implements Statement {

        record Branch(Expr test, List<Statement> body) {
        }
    }

    record For(Place at, Target target, Expr items, Optional<Expr> test, boolean recursive, List<Statement> body,
        List<Statement> otherwise) implements Statement {
    }

    record Break() implements Statement {
    }

    record Continue() implements Statement {
    }

    record Set(Place at, Target target, Expr value) implements Statement {
    }

    /** {@code {% set name %}text{% endset %}}. */
    record SetBlock(Place at, Target target, List<Expr.FilterCall> filters, List<Statement> body)
        implements Statement {
    }

    record With(Place at, List<Assigned> values, List<Statement> body) implements Statement {

        record Assigned(Target target, Expr value) {
        }
    }

    record Define(Place at, Signature signature, List<Statement> body) implements Statement {
    }

    /** {@code {% call macro() %}text{% endcall %}}: the macro gets the text as caller(). */
    record CallBlock(Place at, Signature signature, Expr.Call call, List<Statement> body) implements Statement {
    }

    record FilterBlock(Place at, List<Expr.FilterCall> filters, List<Statement> body) implements Statement {
    }

    /** {@code {% generation %}}: marks what the model is trained to say; prints its body. */
    record Generation(List<Statement> body) implements Statement {
    }

    /** What is assigned to. */
    sealed interface Target {

        record ToName(String name) implements Target {
        }

        /** A namespace's field. */
        record ToField(String namespace, String field) implements Target {
        }

        record ToEach(List<Target> targets) implements Target {
        }
    }

    /**
     * A macro's name and parameters.
     *
     * @param extra whether its body uses {@code varargs}, and so takes more arguments than it has parameters
     * @param extraNamed the same for {@code kwargs}
     * @param caller whether it uses {@code caller}
     */
    record Signature(String name, List<Parameter> parameters, boolean extra, boolean extraNamed, boolean caller) {

        record Parameter(String name, Optional<Expr> otherwise) {
        }
    }
}
