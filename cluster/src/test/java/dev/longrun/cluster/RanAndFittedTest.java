package dev.longrun.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;


/** What ran fitted: no published run may be refused, whatever of its layout was not printed. */
class RanAndFittedTest {

    @Test
    void noPublishedRunIsRefused() throws IOException {
        List<String> refused = new ArrayList<>();
        int checked = 0;
        for (RunRow row : RunRow.all()) {
            if (!row.whole() || row.outOfMemory()) {
                continue;
            }
            Software software = Software.of(row.count("year").orElse(2024), row.precision(),
                new Layout(row.fixed().tensor().orElse(1), row.fixed().pipeline().orElse(1), 1, 1, 1, 1, 1, false,
                    row.fixed().sharding().orElse(Sharding.NONE), Recompute.NONE));
            SearchResult result = new Search(request -> at -> 1, 1).search(row.request(software));
            checked++;
            if (result.best().isEmpty()) {
                refused.add(row.text("id") + ": " + result.refusal());
            }
        }
        assertEquals(List.of(), refused);
        assertTrue(checked > 200);
    }
}
