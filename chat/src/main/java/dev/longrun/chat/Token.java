package dev.longrun.chat;

/**
 * A piece of a template.
 *
 * @param text of data, a name or an operator as it stands; of a string its value; of a number its digits
 */
record Token(Kind kind, String text, Place at) {

    enum Kind { DATA, PRINT_BEGIN, PRINT_END, BLOCK_BEGIN, BLOCK_END, NAME, STRING, INTEGER, FLOAT, OPERATOR, END }

    boolean name(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    boolean operator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    /** For messages. */
    String described() {
        return switch (kind) {
            case DATA -> "text";
            case END -> "the end of the template";
            case STRING -> "a string";
            default -> "'" + text + "'";
        };
    }
}
