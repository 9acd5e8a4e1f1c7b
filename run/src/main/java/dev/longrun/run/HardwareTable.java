package dev.longrun.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** The accelerators of the table that comes with Longrun and of the user's own, for whoever has no run file at hand. */
public final class HardwareTable {

    private static final Entry.Section HARDWARE = (Entry.Section) Entry.RUN.entry("hardware").orElseThrow();

    private HardwareTable() {
    }

    /** Every name, in alphabetical order. */
    public static SortedSet<String> names() {
        return new TreeSet<>(load(UserFolder.path()).keySet());
    }

    /**
     * One of an accelerator: a {@code count} of 1, no efficiency. It is found by its name or by another that the table
     * gives for it ({@code also}), in any case, with spaces or dashes.
     *
     * @throws RunFileException if the user's table cannot be read
     * @throws TableException if the entry lacks what every accelerator has
     */
    public static Optional<Hardware> named(String name) {
        return named(name, UserFolder.path());
    }

    static Optional<Hardware> named(String name, Optional<Path> userFolder) {
        SortedMap<String, Presets.Preset> table = load(userFolder);
        String plain = plain(name);
        return table.keySet().stream().filter(each -> plain(each).equals(plain)).findFirst()
            .or(() -> table.entrySet().stream()
                .filter(entry -> entry.getValue().also().stream().anyMatch(also -> plain(also).equals(plain)))
                .map(Map.Entry::getKey).findFirst())
            .map(known -> hardware(known, table.get(known)));
    }

    private static Hardware hardware(String name, Presets.Preset preset) {
        Map<String, Object> values = new LinkedHashMap<>(preset.values());
        values.putIfAbsent("hardware.preset", name);
        values.putIfAbsent("hardware.count", 1L);
        HARDWARE.entries().stream().map(Entry.Value.class::cast).filter(key -> !key.optional())
            .filter(key -> !values.containsKey(key.path())).findFirst().ifPresent(key -> {
                throw new TableException("hardware.yaml: " + name + ": " + key.name() + " has no value");
            });
        return (Hardware) Records.bind(HARDWARE, values);
    }

    private static SortedMap<String, Presets.Preset> load(Optional<Path> userFolder) {
        List<String> problems = new ArrayList<>();
        SortedMap<String, Presets.Preset> table = Presets.load(HARDWARE, userFolder, problems);
        if (!problems.isEmpty()) {
            throw new RunFileException(problems);
        }
        return table;
    }

    private static String plain(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", "-");
    }
}
