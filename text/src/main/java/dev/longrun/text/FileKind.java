package dev.longrun.text;

import java.util.Locale;

/** How the documents lie in a file, told by its name; any of them may be gzipped besides. */
record FileKind(Form form, boolean gzip) {

    /** What is inside once gzip is taken off. */
    enum Form {
        TEXT, JSON_LINES, ZIP, TAR
    }

    static FileKind of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".tgz")) {
            return new FileKind(Form.TAR, true);
        }
        boolean gzip = lower.endsWith(".gz");
        String inner = gzip ? lower.substring(0, lower.length() - ".gz".length()) : lower;
        Form form = inner.endsWith(".tar") ? Form.TAR
            : inner.endsWith(".zip") || inner.endsWith(".jar") ? Form.ZIP
            : inner.endsWith(".jsonl") ? Form.JSON_LINES : Form.TEXT;
        return new FileKind(form, gzip);
    }

    /** True for a file that holds other files. */
    boolean archive() {
        return form == Form.ZIP || form == Form.TAR;
    }

    /** True when a document of it can be read without reading those before it. */
    boolean randomAccess() {
        return !gzip && (form == Form.TEXT || form == Form.ZIP);
    }
}
