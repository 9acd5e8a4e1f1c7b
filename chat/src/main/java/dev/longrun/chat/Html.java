package dev.longrun.chat;

import dev.longrun.chat.Value.Text;

/** The escapes of HTML that the filters escape and safe are about. */
final class Html {

    private Html() {
    }

    /** The text, escaped unless it is marked as safe. */
    static String safe(Budget budget, Text text) {
        if (text.markup()) {
            return text.text();
        }
        TextBuilder out = new TextBuilder(budget);
        for (char c : text.text().toCharArray()) {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '\'' -> out.append("&#39;");
                case '"' -> out.append("&#34;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
