package dev.longrun.weights;

import static dev.longrun.weights.WeightsException.quoted;
import static dev.longrun.weights.WeightsException.require;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The checked header of a safetensors file: every tensor lies inside the file, is as long as its type and shape say,
 * and the tensors cover the data without gap or overlap, as the format demands.
 *
 * @param metadata the strings of {@code __metadata__}
 * @param entries by name
 */
record SafetensorsHeader(SortedMap<String, String> metadata, Map<String, Entry> entries) {

    static final String METADATA = "__metadata__";

    /** More axes than any model has. */
    private static final int MOST_AXES = 16;

    // No interning of names: a hostile header would fill a table that outlives it.
    private static final JsonFactory JSON = JsonFactory.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
        .build();

    /** One tensor; {@code begin} and {@code end} are bytes from the end of the header. */
    record Entry(TensorType type, List<Long> shape, long begin, long end) {
    }

    /**
     * Parses and checks.
     *
     * @param dataBytes what follows the header in the file
     * @throws WeightsException in one line without the file's name
     */
    static SafetensorsHeader parse(byte[] header, long dataBytes) {
        SortedMap<String, String> metadata = new TreeMap<>();
        Map<String, Entry> entries = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(header)) {
            require(json.nextToken() == JsonToken.START_OBJECT, "header is not a JSON object");
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                require(json.nextToken() == JsonToken.START_OBJECT, "header: " + quoted(name) + " is not an object");
                if (name.equals(METADATA)) {
                    readMetadata(json, metadata);
                } else {
                    entries.put(name, readEntry(json, quoted(name)));
                }
            }
            require(json.nextToken() == null, "header: text after its end");
        } catch (IOException e) {
            throw new WeightsException("header is not valid JSON: " + firstLine(e), e);
        }
        checkCover(entries, dataBytes);
        return new SafetensorsHeader(metadata, entries);
    }

    private static void readMetadata(JsonParser json, SortedMap<String, String> metadata) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            require(json.nextToken() == JsonToken.VALUE_STRING, "header: metadata " + quoted(key) + " is no string");
            metadata.put(key, json.getText());
        }
    }

    private static Entry readEntry(JsonParser json, String name) throws IOException {
        String type = "";
        List<Long> shape = null;
        List<Long> offsets = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            switch (key) {
                case "dtype" -> {
                    require(json.currentToken() == JsonToken.VALUE_STRING, "tensor " + name + ": dtype is no string");
                    type = json.getText();
                }
                case "shape" -> shape = numbers(json, name, key);
                case "data_offsets" -> offsets = numbers(json, name, key);
                default -> throw new WeightsException("tensor " + name + ": unknown key " + quoted(key));
            }
        }
        require(!type.isEmpty() && shape != null && offsets != null && offsets.size() == 2,
            "tensor " + name + ": needs dtype, shape and two data_offsets");
        String dtype = type;
        TensorType known = TensorType.ofSafetensors(type).orElseThrow(() ->
            new WeightsException("tensor " + name + ": unknown dtype " + quoted(dtype)));
        checkSize(name, known, shape, offsets.getFirst(), offsets.getLast());
        return new Entry(known, shape, offsets.getFirst(), offsets.getLast());
    }

    private static List<Long> numbers(JsonParser json, String name, String key) throws IOException {
        String problem = "tensor " + name + ": " + key + " is not a list of whole numbers of 0 or more";
        require(json.currentToken() == JsonToken.START_ARRAY, problem);
        List<Long> numbers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(json.currentToken() == JsonToken.VALUE_NUMBER_INT && numbers.size() < MOST_AXES, problem);
            long number = json.getLongValue();
            require(number >= 0, problem);
            numbers.add(number);
        }
        return List.copyOf(numbers);
    }

    private static void checkSize(String name, TensorType type, List<Long> shape, long begin, long end) {
        long bytes = type.blockBytes();
        try {
            for (long axis : shape) {
                bytes = Math.multiplyExact(bytes, axis);
            }
        } catch (ArithmeticException e) {
            throw new WeightsException("tensor " + name + ": shape " + shape + " is too large", e);
        }
        require(begin <= end && end - begin == bytes, "tensor " + name + ": " + type + " " + shape + " takes " + bytes
            + " bytes, data_offsets are " + begin + " to " + end);
    }

    private static void checkCover(Map<String, Entry> entries, long dataBytes) {
        List<Map.Entry<String, Entry>> inOrder = new ArrayList<>(entries.entrySet());
        inOrder.sort(Comparator.<Map.Entry<String, Entry>>comparingLong(entry -> entry.getValue().begin())
            .thenComparingLong(entry -> entry.getValue().end()));
        long end = 0;
        for (Map.Entry<String, Entry> entry : inOrder) {
            long begin = entry.getValue().begin();
            require(begin == end, "tensor " + quoted(entry.getKey()) + ": begins at " + begin
                + (begin < end ? ", inside the one before" : ", after a gap") + "; expected " + end);
            end = entry.getValue().end();
        }
        require(end == dataBytes, "its tensors take " + end + " bytes, " + dataBytes + " follow the header"
            + (end > dataBytes ? ": the file is cut short" : ""));
    }

    private static String firstLine(IOException e) {
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
        return message.length() > 160 ? message.substring(0, 160) + "..." : message;
    }
}
