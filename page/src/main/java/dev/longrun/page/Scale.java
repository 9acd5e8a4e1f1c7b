package dev.longrun.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Maps values of a chart onto pixels, and knows the round values between.
 *
 * @param step between two ticks; 0 to choose one
 */
public record Scale(double low, double high, double step, boolean logarithmic, double from, double to) {

    /** A linear scale over exactly {@code low..high}. */
    public static Scale exact(double low, double high, double from, double to) {
        return new Scale(low, high > low ? high : low + 1, 0, false, from, to);
    }

    /** A linear scale widened to round bounds. */
    public static Scale round(double low, double high, int ticks, double from, double to) {
        double room = high > low ? high - low : Math.max(Math.abs(high), 1e-9) * 0.1;
        double step = step(room / ticks);
        return new Scale(Math.floor(low / step + 1e-9) * step, Math.ceil((low + room) / step - 1e-9) * step, step,
            false, from, to);
    }

    /** A logarithmic scale; both bounds above 0. */
    public static Scale log(double low, double high, double from, double to) {
        double least = Math.log10(high / low) < 0.3 ? Math.sqrt(2) : 1;
        return new Scale(low / least, high * least, 0, true, from, to);
    }

    public double at(double value) {
        double share = logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
        return from + share * (to - from);
    }

    public boolean holds(double value) {
        return value >= low - (high - low) * 1e-9 && value <= high + (high - low) * 1e-9;
    }

    /** Round values within the bounds, about {@code wanted} of them. */
    public List<Double> ticks(int wanted) {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            double[] steps = Math.log10(high / low) > 2.5 ? new double[] {1} : new double[] {1, 2, 5};
            for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
                for (double step : steps) {
                    double tick = step * Math.pow(10, power);
                    if (tick >= low && tick <= high) {
                        ticks.add(tick);
                    }
                }
            }
            return ticks;
        }
        double apart = step > 0 ? step : step((high - low) / wanted);
        for (long i = (long) Math.ceil(low / apart - 1e-9); i * apart <= high + apart * 1e-9; i++) {
            ticks.add(i * apart);
        }
        return ticks;
    }

    /** A tick as text, with as many digits as tell it from its neighbours. */
    public static String label(double tick, List<Double> ticks) {
        double step = ticks.size() < 2 ? Math.abs(tick) : ticks.get(1) - ticks.get(0);
        double largest = Math.max(Math.abs(ticks.getFirst()), Math.abs(ticks.getLast()));
        if (tick == 0 || Math.abs(tick) < step * 1e-6) {
            return "0";
        }
        if (largest < 1e-3) {
            int behind = (int) Math.floor(Math.log10(Math.abs(tick)) + 1e-9)
                - (int) Math.floor(Math.log10(step) + 1e-9);
            return String.format(Locale.ROOT, "%." + Math.max(0, behind) + "e", tick);
        }
        String[] suffixes = {"", "K", "M", "B", "T"};
        int at = largest < 10_000 ? 0 : Math.min((int) Math.floor(Math.log10(largest) / 3 + 1e-9), 4);
        double unit = Math.pow(1000, at);
        int digits = Math.max(0, (int) Math.ceil(-Math.log10(step / unit) - 1e-9));
        boolean exact = Math.abs(tick / unit * Math.pow(10, digits) % 1) < 1e-6
            || Math.abs(tick / unit * Math.pow(10, digits) % 1) > 1 - 1e-6;
        return String.format(Locale.ROOT, "%,." + (exact ? digits : digits + 1) + "f", tick / unit) + suffixes[at];
    }

    private static double step(double rough) {
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double lead = rough / power;
        return power * (lead <= 1.4 ? 1 : lead <= 3 ? 2 : lead <= 7 ? 5 : 10);
    }
}
