package dev.longrun.run;

import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The run file's keys as a tree, made once from the records; the only place that looks at them by reflection. */
sealed interface Entry {

    /** All of it. */
    Section RUN = section(Run.class);

    /** Every key that holds a value, by path. */
    Map<String, Value> VALUES = values(RUN, new TreeMap<>());

    /** Dotted, {@code model.kv_heads}. */
    String path();

    /** The last part of the path. */
    String name();

    /** What it means. */
    Key key();

    /** A record: a mapping in the file. */
    record Section(String path, String name, Key key, Class<? extends Record> type, List<Entry> entries)
        implements Entry {

        Optional<Entry> entry(String wanted) {
            return entries.stream().filter(each -> each.name().equals(wanted)).findFirst();
        }

        List<String> names() {
            return entries.stream().map(Entry::name).toList();
        }

        /** The key that a text in place of the whole section stands for: the first one, where it is a text. */
        Optional<Value> shorthand() {
            return entries.getFirst() instanceof Value first && !path.isEmpty()
                && (first.type == String.class || first.type == List.class) ? Optional.of(first) : Optional.empty();
        }
    }

    /** A component that is no section: {@code type} is boxed, and without its Optional. */
    record Value(String path, String name, Key key, Class<?> type, boolean optional) implements Entry {
    }

    /** The root of a tree. */
    static Section section(Class<? extends Record> type) {
        return new Section("", "", null, type, entries("", type));
    }

    private static List<Entry> entries(String path, Class<? extends Record> type) {
        List<Entry> all = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            all.add(entry(path, component));
        }
        return List.copyOf(all);
    }

    private static Entry entry(String parent, RecordComponent component) {
        String name = snake(component.getName());
        String path = parent.isEmpty() ? name : parent + "." + name;
        Key key = component.getAnnotation(Key.class);
        Class<?> type = component.getType();
        if (type.isRecord() && type != Budget.class) {
            Class<? extends Record> section = type.asSubclass(Record.class);
            return new Section(path, name, key, section, entries(path, section));
        }
        boolean optional = type == Optional.class;
        if (optional) {
            Type inner = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
            type = (Class<?>) (inner instanceof ParameterizedType list ? list.getRawType() : inner);
        }
        return new Value(path, name, key, boxed(type), optional);
    }

    private static Class<?> boxed(Class<?> type) {
        return type.isPrimitive() ? MethodType.methodType(type).wrap().returnType() : type;
    }

    private static Map<String, Value> values(Section section, Map<String, Value> into) {
        for (Entry entry : section.entries()) {
            switch (entry) {
                case Section inner -> values(inner, into);
                case Value value -> into.put(value.path(), value);
            }
        }
        return into;
    }

    /** {@code kvHeads} as {@code kv_heads}. */
    static String snake(String name) {
        return name.replaceAll("(?<=[a-z0-9])([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
