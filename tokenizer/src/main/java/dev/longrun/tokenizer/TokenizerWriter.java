package dev.longrun.tokenizer;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes tokenizer.json in the layout of Hugging Face's tokenizers library. */
final class TokenizerWriter {

    private TokenizerWriter() {
    }

    static void write(Tokenizer tokenizer, Path file) {
        boolean trained = tokenizer.setup().model() instanceof BytePairs pairs && pairs.cuts() == Pieces.OURS;
        if (!trained) {
            throw new TokenizerException(file + ": only a tokenizer that was trained here is written: copy its file");
        }
        try (OutputStream out = Files.newOutputStream(file);
            JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeStringField("version", "1.0");
            json.writeNullField("truncation");
            json.writeNullField("padding");
            added(tokenizer, json);
            json.writeNullField("normalizer");
            preTokenizer(json);
            json.writeNullField("post_processor");
            json.writeObjectFieldStart("decoder");
            byteLevel(json);
            model(tokenizer, json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new TokenizerException(file + ": cannot be written: " + JsonFile.reason(e), e);
        }
    }

    private static void added(Tokenizer tokenizer, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("added_tokens");
        json.writeStartObject();
        json.writeNumberField("id", tokenizer.endOfText());
        json.writeStringField("content", Tokenizer.END_OF_TEXT);
        json.writeBooleanField("single_word", false);
        json.writeBooleanField("lstrip", false);
        json.writeBooleanField("rstrip", false);
        json.writeBooleanField("normalized", false);
        json.writeBooleanField("special", true);
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void preTokenizer(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("pre_tokenizer");
        json.writeStringField("type", "Sequence");
        json.writeArrayFieldStart("pretokenizers");
        json.writeStartObject();
        json.writeStringField("type", "Split");
        json.writeObjectFieldStart("pattern");
        json.writeStringField("Regex", Pieces.PATTERN);
        json.writeEndObject();
        json.writeStringField("behavior", "Isolated");
        json.writeBooleanField("invert", false);
        json.writeEndObject();
        json.writeStartObject();
        byteLevel(json);
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The rest of an object that says: bytes as visible characters, nothing added, no pattern of its own. */
    private static void byteLevel(JsonGenerator json) throws IOException {
        json.writeStringField("type", "ByteLevel");
        json.writeBooleanField("add_prefix_space", false);
        json.writeBooleanField("trim_offsets", true);
        json.writeBooleanField("use_regex", false);
        json.writeEndObject();
    }

    private static void model(Tokenizer tokenizer, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("model");
        json.writeStringField("type", "BPE");
        json.writeNullField("dropout");
        json.writeNullField("unk_token");
        json.writeNullField("continuing_subword_prefix");
        json.writeNullField("end_of_word_suffix");
        json.writeBooleanField("fuse_unk", false);
        json.writeBooleanField("byte_fallback", false);
        json.writeBooleanField("ignore_merges", false);
        json.writeObjectFieldStart("vocab");
        for (int id = 0; id < tokenizer.vocabulary(); id++) {
            if (id != tokenizer.endOfText()) {
                json.writeNumberField(tokenizer.written(id), id);
            }
        }
        json.writeEndObject();
        json.writeArrayFieldStart("merges");
        MergeTable merges = ((BytePairs) tokenizer.setup().model()).merges();
        for (int rank = 0; rank < merges.size(); rank++) {
            json.writeString(tokenizer.written(merges.left(rank)) + " " + tokenizer.written(merges.right(rank)));
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
