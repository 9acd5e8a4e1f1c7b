package dev.longrun.chat;

import java.util.Arrays;
import java.util.Optional;

/** A comparison. */
enum Relation {
    EQUAL("=="), NOT_EQUAL("!="), LESS("<"), AT_MOST("<="), GREATER(">"), AT_LEAST(">="), IN("in"), NOT_IN("not in");

    private final String symbol;

    Relation(String symbol) {
        this.symbol = symbol;
    }

    /** Empty where an operator is none. */
    static Optional<Relation> of(String symbol) {
        return Arrays.stream(values()).filter(relation -> relation.symbol.equals(symbol)).findFirst();
    }

    boolean holds(Budget budget, Value a, Value b) {
        return switch (this) {
            case EQUAL -> Compare.equal(budget, a, b);
            case NOT_EQUAL -> !Compare.equal(budget, a, b);
            case IN -> Compare.contains(budget, b, a);
            case NOT_IN -> !Compare.contains(budget, b, a);
            default -> {
                int order = Compare.order(budget, a, b);
                yield !Numbers.nan(a) && !Numbers.nan(b) && holds(order);
            }
        };
    }

    private boolean holds(int order) {
        return switch (this) {
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case GREATER -> order > 0;
            default -> order >= 0;
        };
    }
}
