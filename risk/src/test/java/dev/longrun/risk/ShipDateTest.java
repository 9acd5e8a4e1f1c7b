package dev.longrun.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShipDateTest {

    @Test
    void julyTwentyFour() {
        ShipDate ship = new ShipDate(July2024.inputs(), Sampling.USUAL);
        for (int i = 0; i < 4; i++) {
            long t = System.nanoTime();
            ship.forecast();
            System.out.println((System.nanoTime() - t) / 1e9 + " s");
        }
        show("full", ship.forecast());
        long t = System.nanoTime();
        System.out.println(ship.swings());
        System.out.println(ship.shares());
        System.out.println((System.nanoTime() - t) / 1e9 + " s all");
        for (double p : new double[] {0.01, 0.02, 0.05, 0.1, 0.5}) {
            System.out.println(p + " " + ship.runShareFor(p).map(Estimate::words));
        }
        var m = new TreeMap<String, Double>();
        m.put("full", 1.0);
        m.put("third", 1 / 3.0);
        m.put("tenth", 0.1);
        ship.tiers(m).forEach(x -> show(x.name(), x.forecast()));
        System.out.println(July2024.inputs().goodput().share() + " " + July2024.inputs().goodput().bestUse(.9, .9, .9));
        assertTrue(true);
        assertEquals(1, 1);
    }

    static void show(String name, ShipForecast f) {
        System.out.println(name + " by " + f.byDeadline().get().words() + " ready " + f.readyByDeadline().get().words()
            + " class " + f.promiseKept().get().words() + " never " + f.never().get().words() + "\n" + f.ready() + "\n"
            + f.ships() + " se " + f.medianErrorDays());
    }
}
