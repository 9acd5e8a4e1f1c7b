package dev.longrun.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerConfigTest {

    @TempDir
    private Path folder;

    private void write(String name, String text) {
        TestStrings.write(folder.resolve(name), text);
    }

    @Test
    void tokensAreTextOrObjects() {
        write("tokenizer_config.json", """
            {"tokenizer_class": "LlamaTokenizer", "bos_token": {"content": "<s>", "lstrip": false}, "eos_token": "</s>",
             "pad_token": null, "add_bos_token": true,
             "chat_template": [{"name": "default", "template": "A"}, {"name": "tool_use", "template": "B"}]}""");
        write("generation_config.json", "{\"eos_token_id\": [2, 7]}");
        TokenizerConfig config = TokenizerConfig.read(folder);
        assertEquals(Optional.of("<s>"), config.beginning());
        assertEquals(Optional.of("</s>"), config.end());
        assertEquals(Optional.empty(), config.padding());
        assertEquals(Optional.of(true), config.addBeginning());
        assertEquals(Optional.of("A"), config.chatTemplate());
        assertEquals("B", config.chatTemplates().get("tool_use"));
        assertEquals(List.of(2, 7), config.ends());
        write("chat_template.jinja", "C");
        assertEquals(Optional.of("C"), TokenizerConfig.read(folder).chatTemplate());
    }

    @Test
    void nothingIsThereWhereNothingIsSaid() {
        TokenizerConfig config = TokenizerConfig.read(folder);
        assertEquals(Optional.empty(), config.chatTemplate());
        assertEquals(List.of(), config.ends());
        assertTrue(assertThrows(TokenizerException.class, () -> Tokenizer.open(folder)).getMessage()
            .contains("has no tokenizer"));
        write("tokenizer_config.json", "{\"bos_token\": 7}");
        assertTrue(assertThrows(TokenizerException.class, () -> TokenizerConfig.read(folder)).getMessage()
            .contains("bos_token must be a token, is 7"));
    }

    @Test
    void aFolderSaysWhatStandsAroundAText() throws IOException, URISyntaxException {
        Path model = Path.of(getClass().getResource("/oracle/sp-bpe-bytes/tokenizer.model").toURI());
        Files.copy(model, folder.resolve("tokenizer.model"));
        int[] plain = Tokenizer.open(folder).encode("a");
        assertArrayEquals(plain, Tokenizer.open(folder).encode("a", Specials.ADDED));
        write("tokenizer_config.json", "{\"tokenizer_class\": \"LlamaTokenizer\", \"add_eos_token\": true}");
        int[] around = Tokenizer.open(folder).encode("a", Specials.ADDED);
        assertEquals(plain.length + 2, around.length);
        assertEquals(Tokenizer.open(folder).beginningOfText().orElseThrow(), around[0]);
        assertEquals(Tokenizer.open(folder).endOfText(), around[around.length - 1]);
    }
}
