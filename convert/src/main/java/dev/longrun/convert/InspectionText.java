package dev.longrun.convert;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longrun.model.Architecture;
import dev.longrun.page.Words;

/** An {@link Inspection} for people and for machines. */
public final class InspectionText {

    private InspectionText() {
    }

    /** A page of text. */
    public static String of(Inspection seen) {
        StringBuilder text = new StringBuilder();
        text.append(seen.place()).append(": ").append(seen.format()).append(", ")
            .append(Words.count(seen.parameters())).append(" parameters, ").append(Words.bytes(seen.bytes()))
            .append('\n');
        text.append(seen.architecture().map(InspectionText::shape).orElse("architecture  not known: " + seen.unknown()))
            .append('\n');
        text.append("tokenizer     ").append(seen.tokenizer()).append("\n\nparameters\n");
        seen.groups().forEach((group, count) -> text.append(Words.format("  %-14s %16s  %5.1f %%%n", group,
            Words.exact(count), 100.0 * count / Math.max(1, seen.parameters()))));
        text.append(Words.format("  %-14s %16s%n", "all", Words.exact(seen.parameters())));
        if (seen.active() != seen.parameters()) {
            text.append(Words.format("  %-14s %16s%n", "met by a token", Words.exact(seen.active())));
        }
        text.append("\nstored as\n");
        seen.types().forEach((type, stored) -> text.append(Words.format(
            "  %-8s %6d tensors  %10s  %5.2f bits a value%n", type, stored.tensors(), Words.bytes(stored.bytes()),
            8.0 * stored.bytes() / Math.max(1, stored.values()))));
        if (!seen.contexts().isEmpty()) {
            text.append("\nmemory to run it, one sequence, key-value cache in 16 bits\n");
        }
        for (Inspection.Memory memory : seen.contexts()) {
            text.append(Words.format("  %,9d tokens  cache %9s  with weights %9s%n", memory.tokens(),
                Words.bytes(memory.keyValueBytes()), Words.bytes(memory.bytes())));
        }
        return text.toString();
    }

    private static String shape(Architecture model) {
        String heads = model.heads().count() + " heads of " + model.heads().width() + ", " + model.heads().kv()
            + " for keys and values";
        String hidden = model.experts().map(experts -> experts.count() + " experts of " + experts.width() + ", "
            + experts.chosen() + " to a token").orElse("feed-forward " + model.feedForward().width());
        return "architecture  " + model.family().type() + ": " + model.layers() + " layers of " + model.width() + ", "
            + heads + ", " + hidden + ", vocabulary " + Words.exact(model.vocabulary()) + ", context "
            + Words.exact(model.context());
    }

    /** One JSON object. */
    public static ObjectNode json(Inspection seen) {
        ObjectNode all = JsonMapper.builder().build().createObjectNode();
        all.put("place", seen.place()).put("format", seen.format());
        seen.architecture().ifPresentOrElse(model -> {
            all.put("architecture", model.family().type()).put("layers", model.layers()).put("width", model.width())
                .put("heads", model.heads().count()).put("kvHeads", model.heads().kv())
                .put("headWidth", model.heads().width()).put("vocabulary", model.vocabulary())
                .put("context", model.context());
            model.experts().ifPresent(experts -> all.put("experts", experts.count()).put("expertsChosen",
                experts.chosen()));
        }, () -> all.put("architectureUnknown", seen.unknown()));
        all.put("tokenizer", seen.tokenizer()).put("parameters", seen.parameters())
            .put("activeParameters", seen.active()).put("bytes", seen.bytes());
        ObjectNode groups = all.putObject("groups");
        seen.groups().forEach(groups::put);
        ObjectNode types = all.putObject("types");
        seen.types().forEach((type, stored) -> types.putObject(type.name()).put("tensors", stored.tensors())
            .put("values", stored.values()).put("bytes", stored.bytes()));
        ArrayNode contexts = all.putArray("memory");
        seen.contexts().forEach(memory -> contexts.addObject().put("tokens", memory.tokens())
            .put("keyValueBytes", memory.keyValueBytes()).put("bytes", memory.bytes()));
        return all;
    }
}
