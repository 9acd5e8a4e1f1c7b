package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.plan.Outlook.Fact;
import dev.longrun.risk.Assumptions;
import dev.longrun.risk.CheckpointWrite;
import dev.longrun.risk.DataMix;
import dev.longrun.risk.Energy;
import dev.longrun.risk.Estimate;
import dev.longrun.risk.Factor;
import dev.longrun.risk.Goodput;
import dev.longrun.risk.NodePower;
import dev.longrun.risk.Ownership;
import dev.longrun.risk.PayBack;
import dev.longrun.risk.Prices;
import dev.longrun.risk.RiskException;
import dev.longrun.risk.Sampling;
import dev.longrun.risk.ServingRoofline;
import dev.longrun.risk.ShipDate;
import dev.longrun.risk.ShipForecast;
import dev.longrun.risk.Site;
import dev.longrun.risk.Stock;
import dev.longrun.risk.Waterfall;
import dev.longrun.run.Economics;
import dev.longrun.run.Hardware;
import dev.longrun.run.ModelShape;
import dev.longrun.run.Run;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** From a run on accelerators and its ideal time to its {@link Outlook}. */
final class OutlookPlanner {
    private static final double DAY = 86_400;
    private static final double WANTED = 0.5;
    private static final double BYTES_SERVED = 1; // 8-bit weights
    private static final double PAY_BACK_DAYS = 365;
    private static final SortedMap<String, Double> TIERS = new TreeMap<>(Map.of("the whole run", 1.0, "a third of it",
        1 / 3.0, "a tenth of it", 0.1));

    private final Run run;
    private final LocalDate day;
    private final Estimate idealDays;
    private final Goodput goodput;
    private final List<String> notes = new ArrayList<>();

    private OutlookPlanner(Run run, long accelerators, Estimate idealDays) {
        this.run = run;
        this.idealDays = idealDays;
        day = ClusterPlanner.day(run);
        double bytes = CheckpointWrite.BYTES_PER_PARAMETER * ParameterCount.of(run.model()).total();
        double waiting = (double) (run.hardware().count() - accelerators) / accelerators;
        double usual = Assumptions.of("spare-share", day).value();
        Optional<Double> spares = run.cluster().spares().or(() -> Optional.of(Math.max(usual, waiting)));
        goodput = Assumptions.goodput(accelerators, run.cluster().node().orElse(8), bytes,
            run.cluster().storageBandwidth(), spares, run.cluster().failureRate(),
            run.cluster().restart(), day);
    }

    /**
     * Of a run on so many of its accelerators.
     *
     * @param seconds that it takes when nothing fails, with their band
     */
    static Outlook of(Run run, long accelerators, double seconds, double low, double high) {
        return new OutlookPlanner(run, accelerators, new Estimate(seconds / DAY, low / DAY, high / DAY, "days",
            "steps x seconds of a step", "the layout's step time")).outlook();
    }

    /** The share of the time of so many of a run's accelerators that ends up in its model. */
    static double kept(Run run, long accelerators) {
        return new OutlookPlanner(run, accelerators, Estimate.exact(1, "days", "any", "any")).goodput.bestUse().value();
    }

    private Outlook outlook() {
        Estimate share = goodput.bestUse();
        Estimate days = new Estimate(idealDays.value() / share.value(), idealDays.low() / share.high(),
            idealDays.high() / share.low(), "days", "ideal time / goodput", share.source());
        List<Fact> failures = new ArrayList<>();
        failures.add(new Fact("time between failures", goodput.failures().mttf(goodput.nodes())));
        failures.add(new Fact("interruptions", goodput.interruptions(days.value())));
        failures.add(new Fact("effective time", goodput.effectiveTime()));
        failures.add(new Fact("goodput", share));
        goodput.losses().forEach(loss -> failures.add(new Fact("lost, all used", loss)));
        Site site = Site.of(run.economics().pue(), day);
        Optional<Energy> energy = energy(days, site);
        Optional<Waterfall> bill = energy.flatMap(each -> bill(each, share));
        List<Fact> serving = bill.map(this::serving).orElse(List.of());
        Optional<ShipDate> ship = ShipRule.inputs(run, day, idealDays, goodput)
            .map(inputs -> new ShipDate(inputs, Sampling.USUAL));
        return new Outlook(day, List.copyOf(failures), share, days, energy, bill, serving, text(),
            ship.map(ShipDate::forecast), ship.map(ShipDate::swings).orElse(List.of()),
            ship.map(ShipDate::shares).orElse(Map.<Factor, ShipForecast.Share>of()),
            ship.map(each -> each.tiers(TIERS)).orElse(List.of()), ship.map(this::remedies).orElse(List.of()),
            List.copyOf(notes));
    }

    private Optional<Energy> energy(Estimate days, Site site) {
        Hardware hardware = run.hardware();
        NodePower power;
        try {
            power = NodePower.known(hardware.preset(), LocalDate.MAX);
        } catch (RiskException unknown) {
            if (hardware.boardPower().isEmpty() && hardware.power().isEmpty()) {
                notes.add("energy: neither the power nor the board power of " + hardware.preset() + " is known");
                return Optional.empty();
            }
            power = NodePower.ofBoard(hardware.boardPower().or(hardware::power).orElseThrow(), day, "the run file");
        }
        Energy energy = Energy.of(hardware.count(), 24 * days.value(), power, site, "world", day);
        return Optional.of(run.economics().carbonGramsPerKwh().map(grams -> new Energy(energy.nodesKwh(),
            energy.facilityKwh(), grid(energy, grams), energy.averageMegawatts(), energy.facilityMegawatts()))
            .orElse(energy));
    }

    private static Estimate grid(Energy energy, double grams) {
        Estimate kwh = energy.facilityKwh();
        return new Estimate(kwh.value() * grams / 1e6, kwh.low() * grams / 1e6, kwh.high() * grams / 1e6, "t CO2e",
            "kWh x grid intensity", "economics.carbon_grams_per_kwh");
    }

    private Optional<Waterfall> bill(Energy energy, Estimate share) {
        Economics economics = run.economics();
        Hardware hardware = run.hardware();
        boolean owned = economics.ownership().map(Economics.Ownership.OWNED::equals)
            .orElse(hardware.price().isEmpty() && hardware.purchase().isPresent());
        try {
            Ownership owner = owned
                ? Ownership.bought(hardware.purchase().map(usd -> given(usd, "USD", "hardware.purchase"))
                    .orElseGet(() -> Prices.buy(hardware.preset(), day)), economics.depreciationYears(), day)
                : Ownership.rented(hardware.price().map(usd -> given(usd, "USD/h", "hardware.price"))
                    .orElseGet(() -> Prices.rent(hardware.preset(), day)));
            if (economics.idle().isPresent()) {
                double idle = economics.idle().get();
                owner = new Ownership(owner.hourly(), owner.buildingHourly(), given(idle / (1 + idle), "",
                    "economics.idle"), owner.capital(), owner.electricityExtra());
            }
            Estimate perHour = energy.averageMegawatts().times(1000, "kWh/h");
            return Optional.of(Waterfall.of(hardware.count(), 24 * idealDays.value(), share, owner, perHour,
                economics.electricity().map(usd -> given(usd, "USD/kWh", "economics.electricity")),
                economics.experiments().map(part -> given(part, "", "economics.experiments")), Optional.empty(), day));
        } catch (RiskException unknown) {
            notes.add("money: " + unknown.getMessage());
            return Optional.empty();
        }
    }

    private static Estimate given(double value, String unit, String key) {
        return new Estimate(value, value, value, unit, key, "the run file");
    }

    private List<Fact> serving(Waterfall bill) {
        Optional<Double> price = run.economics().millionTokensPrice();
        if (price.isEmpty()) {
            return List.of();
        }
        ModelShape shape = run.model();
        ParameterCount parameters = ParameterCount.of(shape);
        double weights = BYTES_SERVED * parameters.total();
        double sequences = Assumptions.of("serving-sequences", day).value();
        double cache = 2.0 * 2 * shape.layers() * shape.kvHeads() * shape.headWidth()
            * Assumptions.of("serving-context", day).value();
        Hardware hardware = run.hardware();
        double copies = Math.ceil((weights + sequences * cache) / (0.9 * hardware.memory()));
        try {
            ServingRoofline serving = new ServingRoofline(parameters.matricesAndHead(), weights, cache, sequences,
                copies, hardware.peak(), hardware.bandwidth(), hardware.memory(),
                Assumptions.of("serving-efficiency", day).value());
            Estimate hourly = hardware.price().map(usd -> given(usd, "USD/h", "hardware.price"))
                .orElseGet(() -> Prices.rent(hardware.preset(), day));
            Estimate cost = PayBack.costPerMillion(serving, hourly,
                Assumptions.of("serving-utilisation", day).value());
            List<Fact> facts = new ArrayList<>();
            facts.add(new Fact("cost of a million tokens", cost));
            Estimate usage = PayBack.tokensPerDay(bill.total(), price.get(), cost, PAY_BACK_DAYS);
            facts.add(new Fact("tokens a day that pay it back in a year", usage));
            run.economics().tokensPerDay().filter(tokens -> tokens > 0).ifPresent(tokens -> facts.add(
                new Fact("years until paid back", usage.times(1.0 / tokens, "years"))));
            return List.copyOf(facts);
        } catch (RiskException unknown) {
            notes.add("serving: " + unknown.getMessage());
            return List.of();
        }
    }

    /** The public text that the run reads before filters, beside what there is; and what its tokens are worth. */
    private List<Fact> text() {
        double all = run.training().tokens();
        double licensed = run.data().licensedTokens().orElse(0L);
        double synthetic = run.data().syntheticTokens().orElse(0L);
        double kept = run.data().keptShare().orElse(1.0);
        double read = Math.max(0, all - licensed - synthetic) / kept;
        List<Fact> facts = new ArrayList<>();
        try {
            Stock stock = Stock.known(day);
            if (read > 0) {
                facts.add(new Fact("of public text", stock.shareRead(read)));
            }
            SortedMap<Double, LocalDate> exceeded = stock.exceeded(Sampling.USUAL);
            notes.add(Words.format("the largest runs read all public text there is by %s (80 %%: %s to %s), if they "
                + "grow on as they did", exceeded.get(0.5), exceeded.get(0.1), exceeded.get(0.9)));
        } catch (RiskException unknown) {
            notes.add("text: " + unknown.getMessage());
        }
        if (synthetic > 0 || licensed > 0) {
            facts.add(new Fact("worth in fresh text", new DataMix(read, kept, licensed, synthetic,
                Assumptions.spread("synthetic-worth", day)).worth(all, day)));
        }
        return List.copyOf(facts);
    }

    private List<Fact> remedies(ShipDate ship) {
        List<Fact> remedies = new ArrayList<>();
        if (run.schedule().deadline().filter(deadline -> deadline.isAfter(day)).isPresent()) {
            Optional<Estimate> share = ship.runShareFor(WANTED);
            share.ifPresent(part -> remedies.add(new Fact(Words.format(
                "largest share of the run that ships by then with P = %.0f %%", 100 * WANTED), part)));
            if (share.isEmpty()) {
                notes.add(Words.format("no run, however small, ships by the deadline with P = %.0f %%: what comes "
                    + "before and after it, and how promises are kept, takes longer", 100 * WANTED));
            }
        }
        return List.copyOf(remedies);
    }
}
