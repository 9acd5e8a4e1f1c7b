package dev.longrun.text;

import static dev.longrun.text.FileKind.Form.JSON_LINES;
import static dev.longrun.text.FileKind.Form.TAR;
import static dev.longrun.text.FileKind.Form.TEXT;
import static dev.longrun.text.FileKind.Form.ZIP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class FileKindTest {

    @Test
    void namesTellTheKindInAnyLocale() {
        Locale before = Locale.getDefault();
        try {
            for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.of("tr", "TR")}) {
                Locale.setDefault(locale);
                assertEquals(new FileKind(ZIP, false), FileKind.of("A.ZIP"));
                assertEquals(new FileKind(ZIP, false), FileKind.of("a.jar"));
                assertEquals(new FileKind(TAR, true), FileKind.of("a.Tgz"));
                assertEquals(new FileKind(TAR, true), FileKind.of("a.tar.gz"));
                assertEquals(new FileKind(TAR, false), FileKind.of("a.tar"));
                assertEquals(new FileKind(JSON_LINES, true), FileKind.of("a.jsonl.gz"));
                assertEquals(new FileKind(TEXT, true), FileKind.of("a.gz"));
                assertEquals(new FileKind(TEXT, false), FileKind.of("README"));
            }
        } finally {
            Locale.setDefault(before);
        }
    }
}
