package dev.longrun.tokenizer;

import static dev.longrun.tokenizer.TokenizerException.expect;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads {@code post_processor} of tokenizer.json: what is put around a single text. */
final class AroundReader {

    private final Vocabulary vocabulary;
    private final IntList before = new IntList();
    private final IntList after = new IntList();

    private AroundReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    static Around read(JsonNode node, Vocabulary vocabulary) {
        AroundReader reader = new AroundReader(vocabulary);
        if (!node.isNull() && !node.isMissingNode()) {
            reader.add(node);
        }
        return new Around(reader.before.copy(), reader.after.copy());
    }

    private void add(JsonNode node) {
        String type = node.path("type").asText();
        switch (type) {
            case "ByteLevel" -> { }
            case "Sequence" -> node.path("processors").forEach(this::add);
            case "BertProcessing", "RobertaProcessing" -> {
                outside(ids(node.path("cls").path(1)), ids(node.path("sep").path(1)));
            }
            case "TemplateProcessing" -> template(node);
            default -> throw new TokenizerException("the post_processor " + TokenizerException.shown(type)
                + " is not supported");
        }
    }

    private void template(JsonNode node) {
        IntList first = new IntList();
        IntList last = new IntList();
        boolean text = false;
        for (JsonNode part : node.path("single")) {
            if (part.has("Sequence")) {
                expect(!text, "a template with the text twice is not supported");
                text = true;
                continue;
            }
            String name = part.path("SpecialToken").path("id").asText();
            JsonNode token = node.path("special_tokens").path(name);
            expect(token.path("ids").isArray(), "the template names \"%s\", which special_tokens does not have", name);
            int[] ids = ids(token.path("ids"));
            (text ? last : first).addAll(ids, 0, ids.length);
        }
        expect(text, "the template must hold the text");
        outside(first.copy(), last.copy());
    }

    /** A later processor puts its tokens outside those of an earlier one. */
    private void outside(int[] first, int[] last) {
        int[] inner = before.copy();
        before.clear();
        before.addAll(first, 0, first.length);
        before.addAll(inner, 0, inner.length);
        after.addAll(last, 0, last.length);
    }

    private int[] ids(JsonNode node) {
        int[] ids = new int[node.isArray() ? node.size() : 1];
        for (int i = 0; i < ids.length; i++) {
            JsonNode id = node.isArray() ? node.get(i) : node;
            expect(id.isInt() && id.intValue() >= 0 && id.intValue() < vocabulary.size(),
                "post_processor has the id %s; ids must be 0 to %s", id, vocabulary.size() - 1);
            ids[i] = id.intValue();
        }
        return ids;
    }
}
