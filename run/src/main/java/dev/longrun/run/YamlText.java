package dev.longrun.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** From bytes to a tree of nodes that know their line and column; whatever is hostile or no YAML is refused here. */
final class YamlText {

    private static final int LARGEST = 1 << 20;
    private static final int DEEPEST = 16;

    private YamlText() {
    }

    static String load(Path file) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST + 1);
        } catch (NoSuchFileException e) {
            throw new RunFileException(file + ": no such file");
        } catch (AccessDeniedException e) {
            throw new RunFileException(file + ": may not be read (permission denied)");
        } catch (IOException e) {
            throw new RunFileException(file + (Files.isDirectory(file) ? ": is a folder, not a file"
                : ": cannot be read: " + Texts.cut(String.valueOf(e.getMessage()))));
        }
        if (bytes.length > LARGEST) {
            throw new RunFileException(file + ": is larger than 1 MiB, which no run file is");
        }
        return decode(bytes, file.toString());
    }

    private static String decode(byte[] bytes, String label) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer chars = CharBuffer.allocate(bytes.length + 1);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = decoder.decode(in, chars, true);
        String text = chars.flip().toString();
        if (result.isError()) {
            throw new RunFileException(place(label, text, text.length()).line("", String.format(Locale.ROOT,
                "byte 0x%02x is not UTF-8 text; save the file as UTF-8", bytes[in.position()] & 0xff)));
        }
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    /** The root node; empty if there is nothing but comments. */
    static Optional<Node> compose(String text, String label) {
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            if (!StreamReader.isPrintable(text.codePointAt(at))) {
                throw new RunFileException(place(label, text, at).line("", String.format(Locale.ROOT,
                    "character U+%04X is not allowed in YAML", text.codePointAt(at))));
            }
        }
        LoadSettings settings = LoadSettings.builder().setLabel(label).setSchema(new CoreSchema())
            .setAllowNonScalarKeys(true).setCodePointLimit(2 * LARGEST).build();
        try {
            refuseBombs(new Parse(settings).parseString(text), label);
            return new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException e) {
            String place = e.getProblemMark().map(mark -> place(label, mark).text()).orElse(label);
            throw new RunFileException(place + ": not valid YAML: " + YamlAdvice.of(e));
        } catch (YamlEngineException e) {
            throw new RunFileException(label + ": not valid YAML: " + Texts.cut(String.valueOf(e.getMessage())));
        }
    }

    /** Nothing in a run file is deep, and repeating a value by reference only hides it. */
    private static void refuseBombs(Iterable<Event> events, String label) {
        int depth = 0;
        for (Event event : events) {
            String place = event.getStartMark().map(mark -> place(label, mark).text()).orElse(label);
            if (event instanceof AliasEvent alias) {
                throw new RunFileException(place + ": references (*" + Texts.cut(alias.getAlias().getValue())
                    + ") are not used in run files; write the value out");
            }
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > DEEPEST) {
                throw new RunFileException(place + ": nested more than " + DEEPEST + " deep");
            }
        }
    }

    static Place place(String label, Mark mark) {
        return Place.file(label + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1));
    }

    private static Place place(String label, String text, int at) {
        String before = text.substring(0, at);
        long line = before.lines().count() + (before.isEmpty() || before.endsWith("\n") ? 1 : 0);
        int start = before.lastIndexOf('\n') + 1;
        return Place.file(label + ":" + line + ":" + (before.codePointCount(start, at) + 1));
    }
}
