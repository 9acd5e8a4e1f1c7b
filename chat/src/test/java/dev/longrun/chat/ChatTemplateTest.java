package dev.longrun.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages, tools and options as templates see them. */
class ChatTemplateTest {

    private static final List<Message> TALK = List.of(Message.of("system", "Be kind."), Message.of("user", "Hi"));

    @Test
    void chatMlMarksEachTurn() {
        assertEquals("""
            <|im_start|>system
            Be kind.<|im_end|>
            <|im_start|>user
            Hi<|im_end|>
            <|im_start|>assistant
            """, ChatTemplate.chatMl().render(TALK, List.of(), RenderOptions.PROMPT));
        Message parts = new Message("user",
            Fixtures.json("[{\"type\": \"text\", \"text\": \"é\"}, {\"type\": \"image\"}]"),
            List.of(), Map.of());
        assertEquals("<|im_start|>user\né<|im_end|>\n", ChatTemplate.chatMl().render(List.of(parts), List.of(),
            RenderOptions.PROMPT.prompting(false)));
    }

    @Test
    void toolsAndCallsAreThere() {
        ChatTemplate template = ChatTemplate.of("{{ bos_token }}{% for t in tools %}{{ t|tojson }}{% endfor %}"
            + "{% for m in messages %}{% for c in m.tool_calls %}{{ c|tojson }}{% endfor %}"
            + "{{ m.content is none }} {{ m.tool_call_id }}{% endfor %}");
        ToolDefinition tool = ToolDefinition.function("now", "the time", Fixtures.json("{\"type\": \"object\"}"));
        Message call = Message.calls(List.of(new ToolCall("c1", "now", Fixtures.json("{\"zone\": \"UTC\"}"))));
        Message answer = Message.of("tool", "noon").with("tool_call_id", Fixtures.json("\"c1\""));
        assertEquals("<s>{\"type\": \"function\", \"function\": {\"name\": \"now\", \"description\": \"the time\", "
            + "\"parameters\": {\"type\": \"object\"}}}{\"id\": \"c1\", \"type\": \"function\", \"function\": "
            + "{\"name\": \"now\", \"arguments\": {\"zone\": \"UTC\"}}}True False c1",
            template.render(List.of(call, answer), List.of(tool), RenderOptions.PROMPT.with("bos_token", "<s>")));
    }

    @Test
    void whatIsWrongIsSaidWithItsPlace() {
        assertEquals("chat template, line 2, column 19: the template refuses these messages: no system",
            fails("\n{{ raise_exception('no system') }}"));
        assertEquals("chat template, line 1, column 5: 'x' is undefined", fails("{{ x.y }}"));
        assertEquals("chat template, line 1, column 4: a tag {% oops %} that means nothing here", fails("{% oops %}"));
        assertThrows(ChatException.class, () -> new ToolDefinition(NullNode.instance));
        assertThrows(ChatException.class, () -> new Message("user", Fixtures.json("1"), List.of(), Map.of()));
    }

    private static String fails(String template) {
        return assertThrows(ChatException.class,
            () -> ChatTemplate.of(template).render(TALK, List.of(), RenderOptions.PROMPT)).getMessage();
    }
}
