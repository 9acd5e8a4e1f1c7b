package dev.longrun.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShipDateTest {

    private static final Sampling SMALL = new Sampling(8, 2048, 1, 2);

    @Test
    void aGrowingClusterByClosedFormAndByDays() {
        SplittableRandom random = new SplittableRandom(1);
        for (int k = 0; k < 200; k++) {
            double buildOut = 1 + 200 * random.nextDouble();
            double start = 250 * random.nextDouble();
            double work = 0.1 + 150 * random.nextDouble();
            double step = 1e-3;
            double done = 0;
            double day = start;
            while (done < work) {
                done += step * Math.min(1, (day + step / 2) / buildOut);
                day += step;
            }
            assertEquals(day, StagedWork.finish(buildOut, start, work), 0.05);
        }
        assertEquals(17, StagedWork.finish(0, 10, 7));
    }

    @Test
    void theSameAnswerForEveryCountOfThreads() {
        ShipForecast one = new ShipDate(July2024.inputs(), new Sampling(4, 1024, 1, 1)).forecast();
        ShipForecast four = new ShipDate(July2024.inputs(), new Sampling(4, 1024, 1, 4)).forecast();
        assertEquals(one, four);
    }

    @Test
    void quasiAndPlainMonteCarloAgree() {
        ShipInputs inputs = July2024.inputs();
        ShipModel model = new ShipModel(inputs, inputs.promise().map(p -> PromiseClass.known(p, inputs.asOf())));
        SplittableRandom random = new SplittableRandom(9);
        int n = 40_000;
        double[][] plain = new double[1][n];
        for (int i = 0; i < n; i++) {
            plain[0][i] = model.shipDays(random.doubles(Factor.values().length).toArray());
        }
        Distribution chance = new Distribution(plain);
        Distribution lattice = new Distribution(SMALL.values(Factor.values().length, model::shipDays));
        for (double p : new double[] {0.1, 0.25, 0.5, 0.75, 0.9}) {
            // Four standard errors of the share below, by chance.
            double error = 4 * Math.sqrt(p * (1 - p) / n) + 4 * lattice.belowError(lattice.quantile(p));
            assertEquals(p, chance.below(lattice.quantile(p)), error);
        }
    }

    @Test
    void moreFailuresAreNeverEarlier() {
        double before = 0;
        for (double perNodeDay : new double[] {1e-4, 1e-3, 5e-3, 2e-2, 1e-1}) {
            ShipInputs inputs = July2024.inputs();
            Goodput known = inputs.goodput();
            Goodput worse = new Goodput(known.nodes(), new FailureRate(new Spread.Fixed(perNodeDay, "test"),
                known.failures().perJobDay()), known.restart(), known.checkpoint(), known.spares(), known.repairDays(),
                known.stragglers(), known.explosions());
            ShipForecast forecast = new ShipDate(inputs.withGoodput(worse), SMALL).forecast();
            double median = ChronoUnit.DAYS.between(July2024.DAY, forecast.ready().get(0.5));
            assertTrue(median >= before, perNodeDay + ": " + median);
            before = median;
        }
    }

    @Test
    void aSmallerRunIsNeverLater() {
        TreeMap<String, Double> shares = new TreeMap<>(Map.of("all", 1.0, "a third", 1 / 3.0, "a tenth", 0.1));
        var tiers = new ShipDate(July2024.inputs(), SMALL).tiers(shares);
        assertEquals(List.of("a tenth", "a third", "all"),
            tiers.stream().map(ShipForecast.Tier::name).toList());
        for (int i = 1; i < tiers.size(); i++) {
            for (double p : tiers.get(i).forecast().ready().keySet()) {
                assertTrue(!tiers.get(i - 1).forecast().ready().get(p).isAfter(tiers.get(i).forecast().ready().get(p)));
            }
        }
    }

    @Test
    void theRunThatMakesTheDeadlineMakesIt() {
        ShipInputs inputs = July2024.inputs();
        ShipDate ship = new ShipDate(inputs, SMALL);
        double wanted = 0.02;
        double share = ship.runShareFor(wanted).orElseThrow().value();
        assertTrue(share > 0.001 && share < 1);
        double p = new ShipDate(inputs.withRun(share), SMALL).forecast().byDeadline().orElseThrow().value();
        assertEquals(wanted, p, 0.001);
        // The class of promises caps what a smaller run can do.
        assertEquals(Optional.empty(), ship.runShareFor(0.5));
    }

    @Test
    void sharesOfTheVarianceAreShares() {
        var shares = new ShipDate(July2024.inputs(), SMALL).shares();
        double first = shares.values().stream().mapToDouble(ShipForecast.Share::first).sum();
        double total = shares.values().stream().mapToDouble(ShipForecast.Share::total).sum();
        assertTrue(first > 0.5 && first <= 1.02, "first orders add up to " + first);
        assertTrue(total >= 0.98, "totals add up to " + total);
        shares.forEach((factor, share) -> assertTrue(share.first() <= share.total() + 0.02, factor + " " + share));
        assertEquals(0, shares.get(Factor.DATA).total(), 1e-12); // fixed
    }

    @Test
    void quantilesAndProbabilitiesAgree() {
        ShipForecast forecast = new ShipDate(July2024.inputs(), SMALL).forecast();
        LocalDate before = July2024.DAY;
        for (LocalDate day : forecast.ships().values()) {
            assertTrue(!day.isBefore(before));
            before = day;
        }
        forecast.ready().forEach((p, day) -> assertTrue(!day.isAfter(forecast.ships().get(p))));
        Estimate by = forecast.byDeadline().orElseThrow();
        double most = (1 - forecast.never().orElseThrow().value()) * Math.min(
            forecast.readyByDeadline().orElseThrow().value(), forecast.promiseKept().orElseThrow().value());
        assertTrue(by.value() <= most + 1e-12 && by.high() <= Math.max(by.value(), most) + 1e-12);
    }

    @Test
    void withoutAPromiseThePlanDecides() {
        ShipInputs in = July2024.inputs();
        ShipInputs none = new ShipInputs(in.asOf(), in.deadline(), in.firstArrivalDays(), in.buildOutDays(),
            in.startShare(), in.powerDays(), in.dataDays(), in.idealDays(), in.goodput(), in.repeatedShare(),
            in.postTrainingDays(), in.safetyDays(), Optional.empty());
        ShipForecast forecast = new ShipDate(none, SMALL).forecast();
        assertEquals(forecast.ready(), forecast.ships());
        assertEquals(Optional.empty(), forecast.never());
        assertEquals(forecast.readyByDeadline().get().value(), forecast.byDeadline().get().value());
    }

    @Test
    void asAnnouncedInJulyTwentyTwentyFour() {
        // What comes of the inputs as stated, whatever happened later: the end of the year was unlikely.
        ShipForecast forecast = new ShipDate(July2024.inputs(), SMALL).forecast();
        assertTrue(forecast.byDeadline().orElseThrow().high() < 0.2, forecast.byDeadline().get().words());
        assertTrue(forecast.ships().get(0.5).isAfter(July2024.DEADLINE));
    }
}
