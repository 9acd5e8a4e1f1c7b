package dev.longrun.chat;

/** Text as it is made, counted before it grows. */
final class TextBuilder {

    private final Budget budget;
    private final StringBuilder text = new StringBuilder();

    TextBuilder(Budget budget) {
        this.budget = budget;
    }

    TextBuilder append(String part) {
        grow(part.length());
        text.append(part);
        return this;
    }

    TextBuilder append(char part) {
        grow(1);
        text.append(part);
        return this;
    }

    TextBuilder repeat(String part, long count) {
        if (count > 0 && !part.isEmpty()) {
            grow(count > budget.longestText() ? Long.MAX_VALUE / 2 : count * part.length());
            text.repeat(part, (int) count);
        }
        return this;
    }

    private void grow(long chars) {
        budget.text(chars);
        if (text.length() + chars > budget.longestText()) {
            throw new Trouble("text longer than " + budget.longestText() + " characters");
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
