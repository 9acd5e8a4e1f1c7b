package dev.longrun.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The walk over the nodes of a file beside the tree of its keys: typed, located values on one hand, problems on the
 * other. It knows no key by name.
 */
final class Walk {

    /** A value and where it stands. */
    record Located(Object value, Place place) {
    }

    private static final String STANDARD = "tag:yaml.org,2002:";

    private final Function<Node, Place> places;
    private final List<String> problems;
    private final Map<String, Located> found;

    Walk(Function<Node, Place> places, List<String> problems, Map<String, Located> found) {
        this.places = places;
        this.problems = problems;
        this.found = found;
    }

    /** {@code shown} is the section's path in messages, which in a table of presets begins with the preset's name. */
    void section(Entry.Section section, Node node, String shown) {
        if (section.shorthand().isPresent() && !(node instanceof MappingNode) && !empty(node)) {
            value(section.shorthand().get(), node, shown);
        } else if (node instanceof MappingNode mapping) {
            members(mapping, shown).forEach((name, member) -> {
                String path = shown.isEmpty() ? name : shown + "." + name;
                switch (section.entry(name).orElse(null)) {
                    case null -> problem(member.getKeyNode(), path, unknown(section, name));
                    case Entry.Section inner -> section(inner, member.getValueNode(), path);
                    case Entry.Value value -> value(value, member.getValueNode(), path);
                }
            });
        } else if (!empty(node) || section.path().isEmpty()) {
            problem(node, shown, found(node) + ", must be keys with values (allowed: "
                + String.join(", ", section.names()) + ")");
        }
    }

    /** The members of a mapping by name; a key that is no text or stands twice is a problem and is left out. */
    Map<String, NodeTuple> members(MappingNode mapping, String shown) {
        Map<String, NodeTuple> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problem(tuple.getKeyNode(), shown, "a key must be a plain word");
                continue;
            }
            NodeTuple first = members.putIfAbsent(key.getValue(), tuple);
            if (first != null) {
                String path = shown.isEmpty() ? key.getValue() : shown + "." + key.getValue();
                problem(key, path, "given twice" + first.getKeyNode().getStartMark()
                    .map(mark -> ", first in line " + (mark.getLine() + 1)).orElse(""));
            }
        }
        return members;
    }

    void value(Entry.Value entry, Node node, String shown) {
        Optional<String> kind = wrongKind(entry, node);
        if (kind.isPresent()) {
            problem(node, shown, kind.get());
            return;
        }
        try {
            Object value = node instanceof SequenceNode list ? texts(entry, list, shown)
                : Values.read(entry, ((ScalarNode) node).getValue());
            found.put(entry.path(), new Located(entry.type() == List.class && value instanceof String text
                ? List.of(text) : value, places.apply(node)));
        } catch (IllegalArgumentException e) {
            problem(node, shown, e.getMessage());
        }
    }

    private List<String> texts(Entry.Value entry, SequenceNode list, String shown) {
        List<String> texts = new ArrayList<>();
        for (Node element : list.getValue()) {
            if (element instanceof ScalarNode scalar && !empty(element)) {
                texts.add(scalar.getValue());
            } else {
                problem(element, shown, found(element) + ", must be a text" + Values.example(entry));
            }
        }
        return List.copyOf(texts);
    }

    private Optional<String> wrongKind(Entry.Value entry, Node node) {
        if (!node.getTag().getValue().startsWith(STANDARD)) {
            return Optional.of("tags (" + Texts.cut(node.getTag().getValue()) + ") are not used in run files");
        }
        boolean right = node instanceof ScalarNode && !empty(node)
            || node instanceof SequenceNode && entry.type() == List.class;
        return right ? Optional.empty()
            : Optional.of(found(node) + ", must be " + Values.expected(entry) + Values.example(entry));
    }

    private static boolean empty(Node node) {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL);
    }

    private static String found(Node node) {
        return switch (node) {
            case MappingNode _ -> "has keys of its own";
            case SequenceNode _ -> "is a list";
            case ScalarNode scalar when !empty(scalar) -> Texts.shown(scalar.getValue()) + " is a single value";
            default -> "has no value";
        };
    }

    /** What to say of a key that this section does not have; a key of another section is named with its section. */
    static String unknown(Entry.Section section, String name) {
        Optional<String> near = Texts.nearest(name, section.names()).or(() -> Entry.VALUES.values().stream()
            .filter(each -> each.name().equals(Entry.snake(name))).map(Entry.Value::path).findFirst());
        return "unknown key" + near.map("; did you mean \"%s\"?"::formatted).orElse("")
            + " (allowed: " + String.join(", ", section.names()) + ")";
    }

    void problem(Node node, String path, String message) {
        problems.add(places.apply(node).line(Texts.cut(path), message));
    }
}
