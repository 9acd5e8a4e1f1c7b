package dev.longrun.text;

import dev.longrun.tokenizer.IntList;
import dev.longrun.tokenizer.Tokenizer;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * The validation text of a dataset as the bytes that it was before it was cut into tokens: to see whether two datasets
 * are held against the same text, and to hold one against the text of the other, in its own tokens.
 */
public final class HeldOut {

    private static final int WINDOW = 1 << 14;

    private final List<byte[]> documents;

    private HeldOut(List<byte[]> documents) {
        this.documents = documents;
    }

    /** Decodes the validation text. */
    public static HeldOut of(Dataset dataset) {
        List<byte[]> documents = new ArrayList<>();
        read(dataset.validation(), dataset.tokenizer(), documents::add);
        return new HeldOut(documents);
    }

    /** Names the text: the same for the same documents in the same order. */
    public String sha256() {
        MessageDigest sha = Hash.sha256();
        for (byte[] document : documents) {
            sha.update((document.length + "\n").getBytes(StandardCharsets.UTF_8));
            sha.update(document);
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    /** How many documents. */
    public int documents() {
        return documents.size();
    }

    /** The text in another tokenizer's tokens, a separator before each document; until the arena is closed. */
    public Tokens in(Tokenizer tokenizer, Arena arena) {
        IntList tokens = new IntList();
        for (byte[] document : documents) {
            tokens.add(tokenizer.endOfText());
            int[] own = tokenizer.encode(document);
            tokens.addAll(own, 0, own.length);
        }
        return Tokens.of(tokens.copy(), tokenizer.vocabulary(), arena);
    }

    /** How many of these documents, whole, a dataset trains on. */
    public int trainedOnBy(Dataset dataset) {
        Set<Digest> held = new HashSet<>();
        documents.forEach(document -> held.add(Digest.of(document)));
        Set<Digest> met = new HashSet<>();
        read(dataset.train(), dataset.tokenizer(), document -> {
            Digest digest = Digest.of(document);
            if (held.contains(digest)) {
                met.add(digest);
            }
        });
        return met.size();
    }

    private interface Reader {
        void document(byte[] text);
    }

    private static void read(Tokens tokens, Tokenizer tokenizer, Reader reader) {
        IntList document = new IntList();
        int[] window = new int[WINDOW];
        for (long at = 0; at < tokens.size(); at += WINDOW) {
            int count = (int) Math.min(WINDOW, tokens.size() - at);
            tokens.copy(at, window, 0, count);
            for (int i = 0; i < count; i++) {
                if (window[i] != tokenizer.endOfText()) {
                    document.add(window[i]);
                } else if (at + i > 0) {
                    reader.document(tokenizer.decodeBytes(document.copy()));
                    document.clear();
                }
            }
        }
        reader.document(tokenizer.decodeBytes(document.copy()));
    }
}
