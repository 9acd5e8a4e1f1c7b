package dev.longrun.page;

/** Text made safe for a page: prompts, completions and file names are nobody's friends. */
public final class Html {

    private Html() {
    }

    /** Fit for element content and quoted attributes; control characters become their pictures. */
    public static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(shown(text, i));
            }
        }
        return safe.toString();
    }

    private static char shown(String text, int at) {
        char c = text.charAt(at);
        if (c < ' ' && c != '\n' && c != '\t') {
            return (char) (0x2400 + c);
        }
        boolean paired = Character.isHighSurrogate(c)
            ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
            : Character.isLowSurrogate(c) && at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        boolean broken = Character.isSurrogate(c) && !paired || c >= 0x7f && c < 0xa0 || c == 0xfffe || c == 0xffff;
        return broken || isDirectionControl(c) ? '\ufffd' : c;
    }

    /** Characters that would turn the text around them, and so the page, the other way. */
    private static boolean isDirectionControl(char c) {
        return c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069;
    }
}
