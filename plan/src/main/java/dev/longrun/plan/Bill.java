package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.run.Hardware;
import dev.longrun.run.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * Energy and money of the run, as far as the hardware's entry has a power or a price; empty where it has neither.
 *
 * @param lines what is known
 */
public record Bill(List<BillLine> lines) {

    /**
     * One line.
     *
     * @param name short
     * @param amount in {@code unit}
     * @param unit kWh or USD
     * @param rule with the figures used
     */
    public record BillLine(String name, double amount, String unit, String rule) {
    }

    /** For so many seconds of the run's hardware. */
    public static Bill of(Run run, double seconds) {
        Hardware hardware = run.hardware();
        double hours = seconds / 3600;
        double machineHours = hours * hardware.count();
        List<BillLine> lines = new ArrayList<>();
        lines.add(new BillLine("machine hours", machineHours, "h", Words.exact(hardware.count()) + " x "
            + Words.duration(seconds)));
        hardware.power().ifPresent(watt -> {
            double kilowattHours = machineHours * watt / 1000 * run.economics().pue();
            lines.add(new BillLine("energy", kilowattHours, "kWh", Words.format("%s W each x PUE %s",
                Words.plain(watt), Words.plain(run.economics().pue()))));
            run.economics().electricity().ifPresent(price -> lines.add(new BillLine("electricity",
                kilowattHours * price, "USD", Words.format("$%s a kWh", Words.plain(price)))));
        });
        hardware.price().ifPresent(price -> lines.add(new BillLine("rent", machineHours * price, "USD",
            Words.format("$%.2f an hour each", price))));
        return new Bill(List.copyOf(lines));
    }
}
