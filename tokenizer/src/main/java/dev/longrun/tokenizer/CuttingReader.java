package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads {@code pre_tokenizer} of tokenizer.json: steps over text, and the last one as a scanner where there is one. */
final class CuttingReader {

    private static final Pattern WORDS = Pattern.compile("\\w+|[^\\w\\s]+", Pattern.UNICODE_CHARACTER_CLASS);

    private final List<PreTokenizer> steps = new ArrayList<>();
    private Cuts cuts = Cuts.NONE;
    private boolean bytes;

    private CuttingReader() {
    }

    static CuttingReader read(JsonNode node) {
        CuttingReader reader = new CuttingReader();
        if (!node.isNull() && !node.isMissingNode()) {
            reader.add(node);
        }
        return reader;
    }

    /** In order, before {@link #cuts}. */
    List<PreTokenizer> steps() {
        return List.copyOf(steps);
    }

    /** What cuts last. */
    Cuts cuts() {
        return cuts;
    }

    /** True when the model gets bytes (ByteLevel), false when it gets characters. */
    boolean bytes() {
        return bytes;
    }

    private void add(JsonNode node) {
        String type = node.path("type").asText();
        if (type.equals("Sequence")) {
            node.path("pretokenizers").forEach(this::add);
            return;
        }
        expect(!bytes, "the pre_tokenizer %s after ByteLevel is not supported", type);
        switch (type) {
            case "ByteLevel" -> {
                bytes = true;
                if (node.path("add_prefix_space").asBoolean(true)) {
                    step(new PreTokenizer.PrefixSpace());
                }
                if (node.path("use_regex").asBoolean(true)) {
                    scan(new Gpt2Cuts());
                }
            }
            case "Split" -> split(node);
            case "Metaspace" -> step(metaspace(node));
            case "Digits" -> step(new PreTokenizer.Split(Finder.characters(c -> CharClass.of(c) == CharClass.NUMBER),
                node.path("individual_digits").asBoolean() ? Behavior.ISOLATED : Behavior.CONTIGUOUS));
            case "Punctuation" -> step(new PreTokenizer.Split(Finder.characters(CharClass::isPunctuation),
                behavior(node, "Isolated")));
            case "Whitespace" -> step(new PreTokenizer.Split(Finder.inverted(Finder.pattern(WORDS)), Behavior.REMOVED));
            case "WhitespaceSplit" ->
                step(new PreTokenizer.Split(Finder.characters(CharClass::isSpace), Behavior.REMOVED));
            case "CharDelimiterSplit" -> step(new PreTokenizer.Split(
                Finder.literal(NormalizerReader.text(node, "delimiter")), Behavior.REMOVED));
            default -> throw new TokenizerException("the pre_tokenizer " + TokenizerException.shown(type)
                + " is not supported");
        }
    }

    private void split(JsonNode node) {
        JsonNode pattern = node.path("pattern");
        Behavior behavior = behavior(node, "");
        boolean invert = node.path("invert").asBoolean();
        if (!pattern.has("Regex")) {
            Finder finder = Finder.literal(NormalizerReader.text(pattern, "String"));
            step(new PreTokenizer.Split(invert ? Finder.inverted(finder) : finder, behavior));
            return;
        }
        String regex = NormalizerReader.text(pattern, "Regex");
        Cuts scanner = Cuts.byPattern(regex);
        // These leave nothing out, so what is between the matches may be removed or kept.
        boolean whole = behavior == Behavior.ISOLATED || invert && behavior == Behavior.REMOVED;
        if (scanner != null && whole) {
            scan(scanner);
        } else {
            Finder finder = Finder.pattern(Onig.compile(regex));
            step(new PreTokenizer.Split(invert ? Finder.inverted(finder) : finder, behavior));
        }
    }

    private void scan(Cuts scanner) {
        flush();
        cuts = scanner;
    }

    private void step(PreTokenizer step) {
        flush();
        steps.add(step);
    }

    /** A scanner that something follows is a step like others. */
    private void flush() {
        if (cuts != Cuts.NONE) {
            steps.add(new ScannedSplit(cuts));
            cuts = Cuts.NONE;
        }
    }

    private static Behavior behavior(JsonNode node, String otherwise) {
        String name = node.path("behavior").asText(otherwise);
        try {
            return Behavior.valueOf(name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new TokenizerException("the behavior \"" + TokenizerException.shown(name) + "\" is not supported", e);
        }
    }

    private static PreTokenizer metaspace(JsonNode node) {
        String mark = node.path("replacement").asText("\u2581");
        expect(mark.codePointCount(0, mark.length()) == 1, "Metaspace's replacement must be one character, is \"%s\"",
            mark);
        return new PreTokenizer.Metaspace(mark, prepend(node), node.path("split").asBoolean(true));
    }

    /** When a mark is put before the text; older files say add_prefix_space. */
    static PreTokenizer.Metaspace.Prepend prepend(JsonNode node) {
        String scheme = node.path("prepend_scheme").asText("always");
        boolean never = node.has("add_prefix_space") && !node.path("add_prefix_space").asBoolean();
        return switch (never ? "never" : scheme) {
            case "always" -> PreTokenizer.Metaspace.Prepend.ALWAYS;
            case "first" -> PreTokenizer.Metaspace.Prepend.FIRST;
            case "never" -> PreTokenizer.Metaspace.Prepend.NEVER;
            default -> throw new TokenizerException("the prepend_scheme \"" + TokenizerException.shown(scheme)
                + "\" is not supported");
        };
    }
}
