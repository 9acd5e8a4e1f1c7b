package dev.longrun.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.page.Page;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RiskChartsTest {

    private static final Sampling SMALL = new Sampling(8, 2048, 1, 2);

    @TempDir
    private Path folder;

    @Test
    void sharesOfTheMonthsAddUpToOne() {
        String svg = RiskCharts.shipMonths(new ShipDate(July2024.inputs(), SMALL).forecast());
        Matcher share = Pattern.compile(": ([0-9.]+) %</title>").matcher(svg);
        double sum = 0;
        while (share.find()) {
            sum += Double.parseDouble(share.group(1));
        }
        assertEquals(100, sum, 1.5); // each is rounded to a tenth
        assertTrue(svg.contains("promised for 2024-12-31"));
    }

    @Test
    void aPageOfThem() throws IOException {
        ShipDate ship = new ShipDate(July2024.inputs(), SMALL);
        Ownership owned = Ownership.bought(Prices.buy("h100-sxm-80gb", July2024.DAY), July2024.DAY);
        Waterfall bill = Waterfall.of(1e5, 2100, new Estimate(0.62, 0.3, 0.9, "", "test", "test"), owned,
            Estimate.exact(1.2e5, "kWh/h", "test", "test"), Optional.empty(), July2024.DAY);
        String html = new Page("Ship date").section("When", RiskCharts.shipMonths(ship.forecast()))
            .section("Why", RiskCharts.tornado(ship.swings(), July2024.DAY))
            .section("What it costs", RiskCharts.waterfall(bill)).html("test");
        Path page = Page.write(Path.of(System.getProperty("risk.page", folder.resolve("risk.html").toString())), html);
        assertTrue(page.toFile().length() > 10_000);
        assertTrue(html.contains("failures of nodes") && html.contains("idle machines") && !html.contains("NaN"));
    }
}
