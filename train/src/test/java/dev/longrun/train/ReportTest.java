package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.page.Html;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportTest {

    @TempDir
    Path folder;

    @Test
    void saysWhatWasPlannedAndWhatCame() throws IOException {
        String page = page("laptop", Journals.complete(600));
        for (String expected : List.of("<h1>laptop</h1>", "Finished 2026-11-22", "4 min 51 s", "planned 5 min 00 s",
            "\u22122.9 %", "5-gram floor 1.612", "public static void ", "Resumed at step 324",
            "checksum of model.safetensors differs", "AMD EPYC 9V74", "width / 32 (recipe table)", "parameter groups",
            "410 MB", "2 files left out", "not UTF-8 at byte 1,024", "resumed at step 324")) {
            assertTrue(page.contains(expected), expected);
        }
    }

    @Test
    void hostileTextStaysText() throws IOException {
        String page = page("<script>alert('name')<\u00e4 b", Journals.complete(120));
        String lower = page.toLowerCase(Locale.ROOT);
        assertFalse(lower.contains("<script"));
        assertFalse(lower.contains("<img"));
        assertFalse(page.contains("\u202e"));
        assertFalse(page.contains("\u001b"));
        for (String where : List.of("prompt", "file", "plan", "yaml", "name")) {
            assertTrue(page.contains("&lt;script&gt;alert(&#39;" + where), where);
        }
    }

    @Test
    void opensOffline() throws IOException {
        String page = page("laptop", Journals.complete(120));
        assertFalse(Pattern.compile("https?://|src=|href=|url\\((?!#)|@import").matcher(
            page.replace(Html.escape("src=x onerror"), "")).find());
        assertTrue(page.contains("default-src 'none'"));
    }

    @Test
    void everyDrawingIsSoundAndSmall() throws Exception {
        String page = page("laptop", Journals.complete(30_000));
        List<String> drawings = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page).results()
            .map(MatchResult::group).toList();
        assertEquals(7, drawings.size());
        for (String drawing : drawings) {
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(drawing)));
            assertFalse(drawing.contains("NaN") || drawing.contains("Infinity"));
        }
        Pattern.compile(" d=\"(M[^\"]*)\"").matcher(page).results().forEach(path ->
            assertTrue(path.group(1).chars().filter(c -> c == 'L' || c == 'M').count() <= 1500));
        assertTrue(page.length() < 600_000, () -> "page of " + page.length());
    }

    @Test
    void aRunStillGoingHasAReport() throws IOException {
        String page = page("going", new Journals(300).begin(0).run(0, 100).events());
        assertTrue(page.contains("Step 100 of 300, last heard of"));
        assertTrue(page.contains("Time in steps so far"));
        assertFalse(page.contains("Planned and actual"));
    }

    @Test
    void aStoppedRunSaysWhy() throws IOException {
        Journals run = new Journals(300).begin(0).run(0, 100);
        run.events().add(new Event.Stopped("2026-11-22T10:09:00Z", 100, "loss is not a number", "checkpoints/step-75"));
        String page = page("stopped", run.events());
        assertTrue(page.contains("Stopped at step 100 of 300, 2026-11-22 10:09 UTC: loss is not a number. "
            + "Last checkpoint: checkpoints/step-75"));
    }

    @Test
    void lossesThatAreNoNumbersAreDrawnAround() throws IOException {
        Journals run = new Journals(300).begin(0).run(0, 100);
        run.events().add(new Event.Step("2026-11-22T10:09:00Z", 101, 101 * Journals.TOKENS_A_STEP, Double.NaN,
            Double.NaN, Double.POSITIVE_INFINITY, 1e-3, 40_000, 0, 0));
        String page = page("exploded", run.events());
        assertFalse(page.contains("NaN") || page.contains("Infinity"));
        assertTrue(page.contains("loss not a number"));
    }

    @Test
    void anEmptyOrBrokenFolderHasAReport() throws IOException {
        Files.writeString(folder.resolve("plan.json"), "{\"cut\": ");
        String page = Files.readString(Report.write(folder));
        assertTrue(page.contains("Not started: the journal is empty."));
        assertTrue(page.contains("No step is done yet."));
    }

    @Test
    void sameInEveryLocale() throws IOException {
        String english = page("laptop", Journals.complete(120));
        Locale before = Locale.getDefault();
        try {
            for (String tag : List.of("tr-TR", "ar-EG", "fa-IR")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertEquals(english, page("laptop", Journals.complete(120)), tag);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    private String page(String name, List<Event> events) throws IOException {
        return Files.readString(Report.write(Journals.write(folder.resolve("runs \u00fc").resolve(
            name.replace('/', '\u2215')), events)));
    }
}
