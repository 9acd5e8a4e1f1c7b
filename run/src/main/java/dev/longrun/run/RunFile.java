package dev.longrun.run;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A run file, read and checked: a draft whose values know where they stand. What the user left out is filled by presets
 * and by {@link #derive}, until {@link #run} has all it needs. Paths are dotted, {@code model.kv_heads}.
 */
public final class RunFile {

    private final String label;
    private final SortedMap<String, Walk.Located> located = new TreeMap<>();
    private final SortedMap<String, Object> values = new TreeMap<>();
    private final Map<String, Derivation> derivations = new LinkedHashMap<>();
    private RunFile asRead = this;

    private RunFile(String label) {
        this.label = label;
    }

    /**
     * Reads and checks a file; {@code overrides} are of the form {@code model.width=64} and go before the file.
     *
     * @throws RunFileException with all that is wrong, a line each
     */
    public static RunFile read(Path file, List<String> overrides) {
        return of(YamlText.load(file), file.toString(), overrides);
    }

    /** Likewise, from text; {@code name} is what error lines call it. */
    public static RunFile of(String yaml, String name, List<String> overrides) {
        return of(yaml, name, overrides, UserFolder.path());
    }

    static RunFile of(String yaml, String label, List<String> overrides, Optional<Path> presets) {
        RunFile file = new RunFile(label);
        List<String> problems = new ArrayList<>();
        Node root = YamlText.compose(yaml, label).orElseThrow(() -> new RunFileException(
            label + ": is empty; a run file needs at least a budget, for example \"budget: 5 min\""));
        new Walk(node -> node.getStartMark().map(mark -> YamlText.place(label, mark)).orElse(Place.file(label)),
            problems, file.located).section(Entry.RUN, root, "");
        overrides.forEach(override -> Overrides.apply(override, problems, file.located));
        file.located.forEach((path, value) -> file.values.put(path, value.value()));
        for (Entry entry : Entry.RUN.entries()) {
            if (entry instanceof Entry.Section section && Presets.has(section)) {
                file.fill(section, presets, problems);
            }
        }
        problems.addAll(Checks.problems(file));
        if (!problems.isEmpty()) {
            throw new RunFileException(problems);
        }
        file.derive("name", folderName(label), "the file's name without its extension", "");
        file.asRead = file.copy();
        return file;
    }

    /** The file as it was read, without what has been derived since: to derive it anew from better knowledge. */
    public RunFile asRead() {
        return asRead.copy();
    }

    /** The file without some of its keys, as if they had not been given. */
    public RunFile without(List<String> paths) {
        RunFile copy = asRead.copy();
        for (String path : paths) {
            copy.located.remove(entry(path).path());
            copy.values.remove(path);
        }
        copy.asRead = copy.copy();
        return copy;
    }

    private RunFile copy() {
        RunFile copy = new RunFile(label);
        copy.located.putAll(located);
        copy.values.putAll(values);
        copy.derivations.putAll(derivations);
        copy.asRead = copy;
        return copy;
    }

    private static String folderName(String label) {
        String last = label.substring(Math.max(label.lastIndexOf('/'), label.lastIndexOf('\\')) + 1);
        String base = Normalizer.normalize(last, Normalizer.Form.NFC).replaceFirst("(?<=.)\\.[^.]*$", "");
        String name = base.replaceAll("[^\\p{L}\\p{M}\\p{N}._-]+", "-").replaceFirst("^[.-]+", "");
        while (!name.isEmpty() && !Checks.isName(name)) {
            name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
        }
        return name.isEmpty() ? "run" : name;
    }

    private void fill(Entry.Section section, Optional<Path> folder, List<String> problems) {
        String path = section.path() + "." + Presets.KEY;
        Optional<String> name = value(path, String.class);
        if (name.isEmpty() || name.get().equals(Hardware.THIS_MACHINE) && section.type() == Hardware.class) {
            return;
        }
        SortedMap<String, Presets.Preset> known = Presets.load(section, folder, problems);
        Presets.Preset preset = known.get(name.get());
        if (preset != null) {
            Optional<Integer> width = value("model.width", Integer.class).filter(given ->
                section.type() == ModelShape.class && ScaledPreset.fits(preset.values(), given));
            Map<String, Object> filled = width.map(given -> ScaledPreset.of(preset.values(), given,
                value("model.heads", Integer.class))).orElse(preset.values());
            filled.forEach((key, value) ->
                derive(key, value, "preset " + name.get() + width.map(given -> ", scaled to a width of " + given)
                    .orElse(""), preset.sources().get(key)));
        } else if (!missing(section).isEmpty() || values.keySet().stream()
            .noneMatch(key -> key.startsWith(section.path() + ".") && !key.equals(path))) {
            // A resolved file needs no table: it can be read where the user's own table is not at hand.
            List<String> names = Presets.names(section, known);
            problems.add(problemAt(path, Texts.shown(name.get()) + " is not known"
                + Texts.nearest(name.get(), names).map("; did you mean \"%s\"?"::formatted).orElse("")
                + " (allowed: " + String.join(", ", names) + ")").getMessage());
        }
    }

    /** Whether the path has a value: given, from a preset, or derived. */
    public boolean has(String path) {
        return values.containsKey(entry(path).path());
    }

    /** The list of texts at a path; throws as {@link #value} does. */
    public Optional<List<String>> texts(String path) {
        return value(path, List.class).map(list -> ((List<?>) list).stream().map(String.class::cast).toList());
    }

    /**
     * The value at a path: Integer, Long, Double, Boolean, String, Budget, LocalDate, an enum or, better asked for by
     * {@link #texts}, a List.
     *
     * @throws IllegalArgumentException if there is no such key
     * @throws ClassCastException if the key is of another type
     */
    public <T> Optional<T> value(String path, Class<T> type) {
        return Optional.ofNullable(values.get(entry(path).path())).map(type::cast);
    }

    /**
     * Fills a value that is not there yet and remembers why; returns the value that holds.
     *
     * @param rule how the value was found, with the figures used
     * @param source who says so
     * @throws RunFileException if the value lies outside of what the key allows
     * @throws IllegalArgumentException if there is no such key, or it is of another type
     */
    public <T> T derive(String path, T value, String rule, String source) {
        Entry.Value entry = entry(path);
        if (!entry.type().isInstance(value)) {
            throw new IllegalArgumentException(path + " is a " + entry.type().getSimpleName() + ", not " + value);
        }
        if (!has(path)) {
            if (value instanceof Number number) {
                inside(entry, number, rule);
            }
            values.put(path, value);
            derivations.put(path, new Derivation(path, RunYaml.text(entry, value), rule, source));
        }
        @SuppressWarnings("unchecked") // what is there has the key's type, and so has value
        T held = (T) values.get(path);
        return held;
    }

    private void inside(Entry.Value entry, Number number, String rule) {
        boolean finite = Double.isFinite(number.doubleValue());
        Optional<String> message = finite ? Values.outside(entry, new BigDecimal(number.toString()))
            : Optional.of("must be finite");
        message.ifPresent(text -> {
            throw problemAt(entry.path(), "derived as " + (finite ? Values.write(entry, number) : number) + " ("
                + rule + "), but " + text);
        });
    }

    /** Only what the user wrote, in the file or as an override, by path. */
    public SortedMap<String, Object> given() {
        SortedMap<String, Object> given = new TreeMap<>();
        located.forEach((path, value) -> given.put(path, value.value()));
        return Collections.unmodifiableSortedMap(given);
    }

    /** What was filled in, in the order in which it was. */
    public List<Derivation> derivations() {
        return List.copyOf(derivations.values());
    }

    /**
     * The run, once every value is there.
     *
     * @throws IllegalStateException names the keys that are still missing
     * @throws RunFileException if values do not go together
     */
    public Run run() {
        Entry.VALUES.values().stream().filter(key -> !key.optional() && !key.key().before().isEmpty()).forEach(key ->
            values.putIfAbsent(key.path(), Values.read(key, key.key().before())));
        List<String> missing = missing(Entry.RUN);
        if (!missing.isEmpty()) {
            throw new IllegalStateException("no value for " + String.join(", ", missing));
        }
        List<String> problems = Checks.problems(this);
        if (!problems.isEmpty()) {
            throw new RunFileException(problems);
        }
        return (Run) Records.bind(Entry.RUN, values);
    }

    private List<String> missing(Entry.Section section) {
        return Entry.VALUES.values().stream().filter(each -> !each.optional() && !values.containsKey(each.path()))
            .map(Entry.Value::path).filter(path -> path.startsWith(section.path())).toList();
    }

    /**
     * An error line about a value, for the caller to throw: it begins with where the value stands; for one that was not
     * given, where the preset or the budget stands that it follows from.
     */
    public RunFileException problemAt(String path, String message) {
        String section = path.substring(0, Math.max(0, path.indexOf('.')));
        return new RunFileException(List.of(path, section + "." + Presets.KEY, "budget").stream()
            .filter(located::containsKey).findFirst().map(each -> located.get(each).place()).orElse(Place.file(label))
            .line(path, message));
    }

    private static Entry.Value entry(String path) {
        Entry.Value entry = Entry.VALUES.get(path);
        if (entry == null) {
            throw new IllegalArgumentException("no such key: " + path);
        }
        return entry;
    }
}
