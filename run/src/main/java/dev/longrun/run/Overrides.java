package dev.longrun.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** {@code --set key.path=value}: the value is YAML, checked like the file's. */
final class Overrides {

    private Overrides() {
    }

    static void apply(String override, List<String> problems, Map<String, Walk.Located> found) {
        int equals = override.indexOf('=');
        String path = override.substring(0, Math.max(0, equals)).strip();
        Place place = new Place("--set " + Texts.cut(override), path);
        if (path.isEmpty()) {
            problems.add(place.line("", "must be KEY=VALUE; example: --set model.width=64"));
            return;
        }
        Entry entry = Entry.RUN;
        for (String name : path.split("\\.", -1)) {
            if (!(entry instanceof Entry.Section section)) {
                problems.add(place.line(path, entry.path() + " has no keys of its own"));
                return;
            } else if (section.entry(name).isEmpty()) {
                problems.add(place.line(path, Walk.unknown(section, name)));
                return;
            }
            entry = section.entry(name).get();
        }
        Optional<Node> node = node(override.substring(equals + 1), place, problems);
        if (node.isPresent()) {
            Walk walk = new Walk(_ -> place, problems, found);
            switch (entry) {
                case Entry.Section section -> walk.section(section, node.get(), path);
                case Entry.Value value -> walk.value(value, node.get(), path);
            }
        }
    }

    private static Optional<Node> node(String value, Place place, List<String> problems) {
        try {
            Optional<Node> node = YamlText.compose(value, "value");
            if (node.isEmpty()) {
                problems.add(place.line("", "has no value"));
            }
            return node;
        } catch (RunFileException e) {
            problems.add(place.line("", e.getMessage().replaceFirst("^value(:\\d+:\\d+)?: ", "")));
            return Optional.empty();
        }
    }
}
