package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.run.Hardware;
import dev.longrun.run.ModelShape;
import dev.longrun.run.Recipe.Optimizer;
import dev.longrun.run.RunFile;
import java.util.Optional;

/** What the run runs on: the computer at hand as measured, or accelerators with an assumed efficiency. */
final class HardwareRule {
    /** Share of the peak that dense training reaches: published runs lie between 30 and 50 %. */
    static final double EFFICIENCY = 0.4;
    /** Power with the share of the node over the board's: 856 of 700 W (H100) and 1,198 of 1,000 W (B200), measured. */
    private static final double NODE_POWER = 1.21;

    private HardwareRule() {
    }

    /** All but the efficiency of the computer at hand, which waits for the shape. */
    static boolean derive(RunFile file, Optional<MachineSpeed> machine) {
        boolean custom = file.has("hardware.peak");
        file.derive("hardware.preset", custom ? "custom" : Hardware.THIS_MACHINE,
            custom ? "described by its figures" : "nothing else is named", "our choice");
        boolean here = Resolver.isHere(file);
        if (here) {
            Trainable.require(file);
        }
        file.derive("hardware.count", 1L, "one", "our choice");
        if (!here) {
            file.derive("hardware.efficiency", EFFICIENCY, "assumed until there is a layout: 30 to 50 % in published "
                + "runs of dense models", "arXiv 2407.21783 table 4 (38 to 43 %), arXiv 2204.02311 (46 %)");
            needed(file);
            file.value("hardware.board_power", Double.class).ifPresent(watt -> file.derive("hardware.power",
                Grid.nearest(NODE_POWER * watt, 3), Words.format("board power %s W x %s, for the rest of the node",
                    Words.plain(watt), Words.plain(NODE_POWER)),
                "nodes of 8 H100 and of 8 B200 at the wall in MLPerf Training v4.0 and v5.0"));
        } else if (machine.isPresent()) {
            MachineSpeed speed = machine.get();
            String source = "calibration " + speed.measuredAt();
            file.derive("hardware.peak", Grid.nearest(speed.peakFlops(), 2), Words.format(
                "best matrix product of %s, %d threads, two digits", speed.cpu(), speed.threads()), source);
            file.derive("hardware.memory", speed.memoryBytes(), "what the machine has", source);
            file.derive("hardware.bandwidth", Grid.nearest(speed.memoryBytesPerSecond(), 2),
                "the optimiser's sweep over memory, two digits", source);
        } else if (!file.has("hardware.peak") || !file.has("hardware.memory") || !file.has("hardware.bandwidth")) {
            throw file.problemAt("hardware.preset", "\"" + Hardware.THIS_MACHINE + "\" has not been measured; measure "
                + "it, or give hardware.peak, hardware.memory, hardware.bandwidth and hardware.efficiency");
        }
        file.derive("economics.pue", here ? 1.0 : 1.2, here ? "no machine room" : "a modern machine room; "
            + "hyperscale ones have 1.1, the average 1.56", here ? "our choice" : "Uptime Institute 2024");
        return here;
    }

    static void efficiency(RunFile file, ModelShape shape, long batch, Optional<MachineSpeed> machine) {
        Optimizer optimizer = file.value("training.optimizer", Optimizer.class).orElseThrow();
        double efficiency = machine.map(speed -> StepTime.measured(shape, batch, optimizer, speed).efficiency())
            .orElse(EFFICIENCY);
        file.derive("hardware.efficiency", Math.clamp(Grid.nearest(efficiency, 2), 0.0001, 1), machine.isPresent()
            ? "model FLOP of a step over its time from the measured speeds, over the peak; two digits" : "assumed",
            machine.map(speed -> "calibration " + speed.measuredAt()).orElse("our choice"));
    }

    private static void needed(RunFile file) {
        for (String path : new String[] {"hardware.peak", "hardware.memory", "hardware.bandwidth"}) {
            if (!file.has(path)) {
                throw file.problemAt(path, "has no value; hardware without a preset of the table needs it");
            }
        }
    }
}
