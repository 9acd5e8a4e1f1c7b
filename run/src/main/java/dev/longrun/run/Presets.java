package dev.longrun.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * Named models and hardware: the tables that come with Longrun and the user's own, which add to them and replace
 * entries of the same name. Every entry says where its figures come from and of when they are;
 * {@code KEY_source} does so for one figure.
 */
final class Presets {

    /** The key of a section that names an entry of the section's table. */
    static final String KEY = "preset";

    private static final String SOURCE_OF = "_source";
    private static final String ALSO = "also";
    private static final Map<String, String> TABLES = Map.of("model", "models.yaml", "hardware", "hardware.yaml",
        "cluster", "clusters.yaml");

    /** The tables that come with Longrun, read once. */
    private static final Map<String, Map<String, Preset>> SHIPPED = new ConcurrentHashMap<>();

    /** One entry: values and their sources by path, and the names that others have for it. */
    record Preset(Map<String, Object> values, Map<String, String> sources, List<String> also) {
    }

    /** What an entry says beside the keys of its section. */
    private record Facts(
        @Key(value = "Where the figures come from", example = "arXiv 2407.21783, table 3")
        String source,
        @Key(value = "The day they are of", unit = Unit.DATE, example = "2024-07-31")
        LocalDate date,
        @Key(value = "Other names of the same thing", example = "H100")
        List<String> also) {
    }

    private Presets() {
    }

    /** Where a user keeps tables: the folder longrun in $XDG_CONFIG_HOME, or in ~/.config. */
    static Optional<Path> userFolder() {
        try {
            String config = System.getenv("XDG_CONFIG_HOME");
            Path base = config == null || !Path.of(config).isAbsolute()
                ? Path.of(System.getProperty("user.home", ""), ".config") : Path.of(config);
            return Optional.of(base.resolve("longrun"));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    static boolean has(Entry.Section section) {
        return TABLES.containsKey(section.path());
    }

    /** All entries for a section, by name; what is wrong with the user's table is added to the problems. */
    static SortedMap<String, Preset> load(Entry.Section section, Optional<Path> userFolder, List<String> problems) {
        String table = TABLES.get(section.path());
        SortedMap<String, Preset> all = new TreeMap<>(SHIPPED.computeIfAbsent(table, _ -> shipped(section, table)));
        userFolder.map(folder -> folder.resolve(table)).filter(Files::exists).ifPresent(file -> {
            try {
                all.putAll(read(section, YamlText.load(file), file.toString(), problems));
            } catch (RunFileException e) {
                problems.add(e.getMessage());
            }
        });
        return all;
    }

    /** What the key preset may name. */
    static List<String> names(Entry.Section section, SortedMap<String, Preset> known) {
        List<String> names = new ArrayList<>(known.keySet());
        if (section.type() == Hardware.class) {
            names.addFirst(Hardware.THIS_MACHINE);
        }
        return names;
    }

    private static Map<String, Preset> shipped(Entry.Section section, String table) {
        try (InputStream in = Presets.class.getResourceAsStream(table)) {
            List<String> problems = new ArrayList<>();
            Map<String, Preset> read = read(section, new String(in.readAllBytes(), StandardCharsets.UTF_8), table,
                problems);
            if (!problems.isEmpty()) {
                throw new IllegalStateException(String.join("\n", problems));
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Preset> read(Entry.Section section, String yaml, String label, List<String> problems) {
        Map<String, Preset> presets = new LinkedHashMap<>();
        Map<String, Walk.Located> found = new LinkedHashMap<>();
        Walk walk = new Walk(node -> node.getStartMark().map(mark -> YamlText.place(label, mark))
            .orElse(Place.file(label)), problems, found);
        Entry.Section form = form(section);
        YamlText.compose(yaml, label).ifPresent(root -> {
            if (!(root instanceof MappingNode mapping)) {
                walk.problem(root, "", "must be names of presets, each with its keys");
                return;
            }
            walk.members(mapping, "").forEach((name, member) -> {
                found.clear();
                walk.section(form, member.getValueNode(), name);
                if (found.containsKey("source") && found.containsKey("date")) {
                    presets.put(name, preset(section, found));
                } else {
                    walk.problem(member.getKeyNode(), name, "needs a source and a date");
                }
            });
        });
        return presets;
    }

    private static Preset preset(Entry.Section section, Map<String, Walk.Located> found) {
        Map<String, Object> values = new LinkedHashMap<>();
        Map<String, String> sources = new LinkedHashMap<>();
        for (Entry entry : section.entries()) {
            if (found.containsKey(entry.path())) {
                values.put(entry.path(), found.get(entry.path()).value());
                Walk.Located own = found.get(entry.name() + SOURCE_OF);
                sources.put(entry.path(), own != null ? own.value().toString()
                    : found.get("source").value() + ", " + found.get("date").value());
            }
        }
        List<String> also = found.containsKey(ALSO) ? ((List<?>) found.get(ALSO).value()).stream()
            .map(String.class::cast).toList() : List.of();
        return new Preset(values, sources, also);
    }

    /** The section as a table's entry has it: without its preset, with sources. */
    private static Entry.Section form(Entry.Section section) {
        Entry.Section facts = Entry.section(Facts.class);
        List<Entry> entries = new ArrayList<>(facts.entries());
        for (Entry entry : section.entries()) {
            if (!entry.name().equals(KEY)) {
                String source = entry.name() + SOURCE_OF;
                entries.add(entry);
                entries.add(new Entry.Value(source, source, facts.entries().getFirst().key(), String.class, true));
            }
        }
        return new Entry.Section("preset", "preset", null, section.type(), entries);
    }
}
