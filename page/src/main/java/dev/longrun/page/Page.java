package dev.longrun.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A self-contained page: one style, light and dark, nothing fetched, no script. What is blank is left out. */
public final class Page {

    private final StringBuilder body = new StringBuilder();
    private final String title;

    /** With the text of its tab. */
    public Page(String title) {
        this.title = title;
    }

    /** Adds HTML as it is; what is not ours in it must have gone through {@link Html#escape}. */
    public Page add(String html) {
        body.append(html);
        return this;
    }

    /** Adds a section under a heading, unless {@code html} is blank. */
    public Page section(String heading, String html) {
        if (!html.isBlank()) {
            body.append("<section>\n<h2>").append(Html.escape(heading)).append("</h2>\n").append(html)
                .append("</section>\n");
        }
        return this;
    }

    /** The whole page; {@code footer} says what it was made from. */
    public String html(String footer) {
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="color-scheme" content="light dark">
            <title>%1$s</title>
            <style>
            %2$s</style>
            </head>
            <body>
            <main>
            """.formatted(Html.escape(title), style())
            + body + "<footer>" + Html.escape(footer) + "</footer>\n</main>\n</body>\n</html>\n";
    }

    /**
     * Writes or replaces a file whole.
     *
     * @return the file
     * @throws IOException if it cannot be written
     */
    public static Path write(Path file, String html) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(temporary, html);
        return Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String style() {
        try (InputStream in = Page.class.getResourceAsStream("page.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
