package dev.longrun.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.CsvTable;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromiseClassTest {

    private static final LocalDate LATE = LocalDate.of(2026, 6, 30);

    @Test
    void onlyWhatWasKnownOnTheDay() {
        Promise far = new Promise(LocalDate.of(2024, 7, 1), LocalDate.of(2024, 12, 31));
        PromiseClass then = PromiseClass.known(far, July2024.DAY);
        // Llama 3.1 405B shipped the day after; Claude 3.5 Opus and Grok 3 were open.
        assertEquals(List.of(0, 0, 3), List.of(then.shipped(), then.cancelled(), then.open()));
        assertTrue(then.ratio().source().contains("Flyvbjerg") && then.ratio().source().contains("0 shipped"));
        assertEquals(0.19, then.never().value(), 0.02);
        PromiseClass later = PromiseClass.known(far, LATE);
        assertEquals(List.of(3, 2, 4), List.of(later.shipped(), later.cancelled(), later.open()));
        assertTrue(later.never().value() > then.never().value());
        assertTrue(later.ratio().quantile(0.95) > 3, "a heavy right tail");
        PromiseClass near = PromiseClass.known(new Promise(LATE.minusDays(20), LATE), LATE);
        assertEquals(List.of(4, 0, 0), List.of(near.shipped(), near.cancelled(), near.open()));
        assertTrue(near.never().value() < later.never().value());
        assertTrue(near.ratio().quantile(0.5) < later.ratio().quantile(0.5));
    }

    @Test
    void withoutCasesThePriorAndWithManyTheCases() {
        PromisePrior prior = PromisePrior.known(LATE);
        Promise far = new Promise(LATE.minusDays(100), LATE);
        PromiseClass none = PromiseClass.from(table(""), prior, far, LATE);
        assertEquals(prior.never(), none.never().value(), 1e-9);
        for (double p : new double[] {0.1, 0.5, 0.8, 0.9}) {
            assertEquals(prior.ratio().quantile(p), none.ratio().quantile(p), 0.02 * prior.ratio().quantile(p));
        }
        // Ninety kept in exactly the time promised, ten given up.
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            rows.append("m" + i + ",m" + i + ",2025-01-01,2025-04-11," + (i < 90 ? "shipped" : "cancelled")
                + ",2025-04-11,test\n");
        }
        PromiseClass many = PromiseClass.from(table(rows.toString()), prior, far, LATE);
        assertEquals((4 * 0.19 + 10) / 104, many.never().value(), 1e-9);
        assertEquals(1, many.ratio().quantile(0.5)); // on the day, and not after it
    }

    @Test
    void openCasesAreCensored() {
        // Kaplan and Meier by hand: shipped at 1 and 3, open at 2: S(1) = 2/3, and from 3 on 0; a prior of no weight.
        PromisePrior nothing = new PromisePrior(PromisePrior.known(LATE).ratio(), 0.19, 1e-9);
        Survival survival = new Survival(nothing, List.of(new PromiseCase("a", 100, 1, false),
            new PromiseCase("b", 100, 2, true), new PromiseCase("c", 100, 3, false)));
        assertEquals(1, survival.above(0.9), 1e-6);
        assertEquals(2.0 / 3, survival.above(1.1), 1e-6);
        assertEquals(2.0 / 3, survival.above(2.5), 1e-6);
        assertEquals(0, survival.above(3.1), 1e-6);
        // An open case makes it later than if it had shipped then, and never later than never.
        PromisePrior prior = PromisePrior.known(LATE);
        double shipped = new Survival(prior, List.of(new PromiseCase("a", 100, 2, false))).above(2.5);
        double open = new Survival(prior, List.of(new PromiseCase("a", 100, 2, true))).above(2.5);
        double never = new Survival(prior, List.of(new PromiseCase("a", 100, Double.POSITIVE_INFINITY, false)))
            .above(2.5);
        assertTrue(shipped < open && open < never, shipped + " " + open + " " + never);
    }

    @Test
    void severalPromisesOfOneModelShareAVote() {
        PromisePrior prior = PromisePrior.known(LATE);
        double one = new Survival(prior, List.of(new PromiseCase("a", 100, 2, false))).above(1.5);
        double three = new Survival(prior, List.of(new PromiseCase("a", 100, 2, false),
            new PromiseCase("a", 120, 2, false), new PromiseCase("a", 140, 2, false))).above(1.5);
        assertEquals(one, three, 1e-12);
    }

    private static DatedTable table(String rows) {
        return DatedTable.of(CsvTable.of("key,model,as_of,promised_by,outcome,outcome_on,source\n" + rows, "p.csv"));
    }
}
