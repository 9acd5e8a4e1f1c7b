package dev.longrun.run;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Between the records and their values by path. */
final class Records {

    private Records() {
    }

    /** The record that the values make; each key that is not optional must be there. */
    static Record bind(Entry.Section section, Map<String, Object> values) {
        Object[] components = section.entries().stream().map(entry -> switch (entry) {
            case Entry.Section inner -> bind(inner, values);
            case Entry.Value value when value.optional() -> Optional.ofNullable(values.get(value.path()));
            case Entry.Value value -> values.get(value.path());
        }).toArray();
        try {
            Class<?>[] types = Arrays.stream(section.type().getRecordComponents()).map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
            Constructor<? extends Record> constructor = section.type().getDeclaredConstructor(types);
            return constructor.newInstance(components);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + section.type(), e);
        }
    }

    /** The values of a record, put by path; an empty Optional puts nothing. */
    static void flatten(Entry.Section section, Record record, Map<String, Object> into) {
        RecordComponent[] components = section.type().getRecordComponents();
        List<Entry> entries = section.entries();
        for (int i = 0; i < components.length; i++) {
            Object value = component(record, components[i]);
            switch (entries.get(i)) {
                case Entry.Section inner -> flatten(inner, (Record) value, into);
                case Entry.Value entry when entry.optional() ->
                    ((Optional<?>) value).ifPresent(present -> into.put(entry.path(), present));
                case Entry.Value entry -> into.put(entry.path(), value);
            }
        }
    }

    private static Object component(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
