package dev.longrun.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** One line that names the input and says what would be right. */
class BadInputTest {

    private static final Spread ONE = new Spread.Fixed(1, "test");

    @Test
    void negativeAbsurdAndAboveOne() {
        refused("slowCost: 5 should be between 0 and 1", () -> new Stragglers(0, 5, 1, 0));
        refused("heatSwing: NaN should be between 0 and 1", () -> new Stragglers(0, 0, 1, Double.NaN));
        refused("perDay: -1 should be 0 or more", () -> new LossExplosions(-1, 1));
        refused("bytes: 0 should be above 0", () -> CheckpointWrite.blocking(0, 1));
        refused("bytes: Infinity should be above 0", () -> CheckpointWrite.blocking(Double.POSITIVE_INFINITY, 1));
        refused("stallSeconds: -2 should be 0 or more", () -> new CheckpointWrite(-2, 1));
        refused("chance: 20 should be between 0 and 1", () -> new Spread.Sometimes(20, ONE));
        refused("low: 0 should be above 0", () -> Spread.between(0, 1, "test"));
        refused("value: needs a source", () -> new Spread.Fixed(1, " "));
        refused("values: needs at least one", () -> new Spread.Empirical(List.of(), "test"));
        refused("probability: 80 should be between 0 and 1",
            () -> new ShipDate(July2024.inputs(), Sampling.USUAL).runShareFor(80));
        refused("mfu: 40 should be between 0.001 and 1", () -> RunLength.days(1e24, 1000, 1e15,
            new Spread.Fixed(40, "test")));
        refused("pue: 0.9 should be between 1 and 5", () -> Site.of(0.9, July2024.DAY));
        refused("keptShare: 30 should be between 0 and 1", () -> new DataMix(1, 30, 0, 0, ONE));
        refused("utilisation: 60 should be between 0.001 and 1", () -> PayBack.costPerMillion(
            new ServingRoofline(1e9, 2e9, 0, 1, 1, 1e15, 1e12, 80e9, 1), Estimate.exact(1, "USD/h", "t", "t"), 60));
        refused("points: 1000 should be a power of two, at most 1048576",
            () -> new Sampling(2, 1000, 1, 1).values(1, _ -> 0));
        refused("promisedBy: 2024-07-01 should be after 2024-07-01",
            () -> new Promise(LocalDate.of(2024, 7, 1), LocalDate.of(2024, 7, 1)));
        refused("perNodeDay: -1 should be 0 or more",
            () -> new FailureRate(new Spread.Fixed(-1, "test"), ONE));
        refused("a: 3.0 is not within its band 1.0 to 2.0", () -> new Estimate(3, 1, 2, "", "a", "b"));
    }

    @Test
    void datesInTheWrongOrder() {
        ShipInputs in = July2024.inputs();
        refused("deadline: 2024-07-22 should be after 2024-07-22", () -> with(in, Optional.of(July2024.DAY),
            Optional.empty()));
        refused("promise: announced on 2024-08-01, after 2024-07-22", () -> with(in, Optional.empty(),
            Optional.of(new Promise(LocalDate.of(2024, 8, 1), July2024.DEADLINE))));
        refused("deadline: is needed to ask what would make it", () -> new ShipDate(with(in, Optional.empty(),
            Optional.empty()), Sampling.USUAL).runShareFor(0.5));
    }

    private static ShipInputs with(ShipInputs in, Optional<LocalDate> deadline, Optional<Promise> promise) {
        return new ShipInputs(in.asOf(), deadline, in.firstArrivalDays(), in.buildOutDays(), in.startShare(),
            in.powerDays(), in.dataDays(), in.idealDays(), in.goodput(), in.repeatedShare(), in.postTrainingDays(),
            in.safetyDays(), promise);
    }

    private static void refused(String message, Executable input) {
        assertEquals(message, assertThrows(RiskException.class, input).getMessage());
    }
}
