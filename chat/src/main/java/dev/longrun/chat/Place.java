package dev.longrun.chat;

/** Where in a template: line and column, both from 1, the column in UTF-16 units. */
record Place(int line, int column) {

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
