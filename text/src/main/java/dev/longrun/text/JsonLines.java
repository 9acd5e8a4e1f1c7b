package dev.longrun.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * One JSON object a line, one field of which is a document. A document's path ends in a hash of its text, not in the
 * line's number, so that lines can be added or put in another order and every text keeps its side of the split.
 */
final class JsonLines {

    private static final JsonFactory JSON = new JsonFactoryBuilder().streamReadConstraints(
        StreamReadConstraints.builder().maxStringLength(BoundedRead.LARGEST_DOCUMENT).build()).build();

    private JsonLines() {
    }

    static void read(InputStream in, String path, String field, DocumentSink sink) throws IOException {
        LineReader lines = new LineReader(in);
        Optional<byte[]> line = lines.next();
        for (long number = 1; line.isPresent(); number++) {
            String place = path + " line " + number;
            if (lines.tooLong()) {
                sink.skipped(place, BoundedRead.TOO_LARGE);
            } else if (!blank(line.get())) {
                try {
                    byte[] text = field(line.get(), field);
                    long hash = Digest.of(text).high();
                    sink.document(path + "#" + HexFormat.of().toHexDigits(hash), text);
                } catch (TextException e) {
                    sink.skipped(place, e.getMessage());
                }
            }
            line = lines.next();
        }
    }

    private static byte[] field(byte[] line, String field) throws IOException {
        List<String> names = new ArrayList<>();
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new TextException("not a JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals(field)) {
                    if (value != JsonToken.VALUE_STRING) {
                        throw new TextException("field \"" + field + "\" is not a string");
                    }
                    return utf8(json.getText());
                }
                names.add(name);
                json.skipChildren();
            }
        } catch (JsonProcessingException e) {
            throw new TextException("not valid JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""), e);
        }
        throw new TextException("no field \"" + field + "\"; it has " + String.join(", ", names));
    }

    private static byte[] utf8(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(bytes.array(), bytes.limit());
        } catch (CharacterCodingException e) {
            throw new TextException("half of a surrogate pair, which is no text", e);
        }
    }

    private static boolean blank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
