package dev.longrun.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a template says: text within bounds, or one clear line. */
class HostileTemplateTest {

    private static final Limits SMALL = new Limits(1 << 16, 1 << 16, 1 << 20, 100_000, 400);

    @ParameterizedTest
    @ValueSource(strings = {
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% for x in l recursive %}{{ loop(l) }}{% endfor %}",
        "{{ 'x' * 10000000000 }}", "{{ [1] * 10000000000 }}", "{{ 2 ** 99999999 }}", "{{ 99 ** 99 ** 99 }}",
        "{{ 'x'.center(2000000000) }}", "{{ '%2000000d' % 1 }}", "{{ s|indent(999999999) }}",
        "{{ 'x'.zfill(999999999) }}", "{{ ('a' * 60000).replace('', 'b' * 60000) }}", "{{ range(10 ** 9) }}",
        "{% set ns = namespace(x='ab') %}{% for q in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x=[]) %}{% for q in range(999) %}{% set ns.x = [ns.x] %}{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x=()) %}{% for q in range(999) %}{% set ns.x = (ns.x,) %}{% endfor %}{{ {ns.x: 1} }}",
        "{% set ns = namespace() %}{% set ns.me = ns %}{{ ns }}", "{{ l.append(1) }}", "{{ d.pop('a') }}",
        "{{ s.__class__.__mro__ }}", "{{ s.getClass() }}"})
    void isStoppedWithOneLine(String template) {
        ChatException e = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThrows(ChatException.class,
            () -> ChatTemplate.of(template, SMALL).render(Fixtures.variables())));
        assertEquals(1, e.getMessage().lines().count());
        assertTrue(e.getMessage().startsWith("chat template, line 1, column "), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "{", "-", "not ", "x if y else ", "{% if x %}", "a.b(", "1_", "(1,"})
    void isNotReadForEver(String part) {
        String template = part.startsWith("{%") ? part.repeat(5000) : "{{ " + part.repeat(5000) + " }}";
        assertThrows(ChatException.class, () -> ChatTemplate.of(template).render(Fixtures.variables()));
    }

    @Test
    void staysWithinBoundsWhateverIsChanged() {
        mutate(2, 1);
    }

    @Test
    @Tag("nightly")
    void staysWithinBoundsForLonger() {
        mutate(120, 2);
    }

    private static void mutate(int seconds, int seed) {
        List<JsonNode> cases = Fixtures.lines("cases.jsonl");
        List<String> parts = List.of("{{", "}}", "{%", "%}", "{#", "#}", "-", "+", "|", "(", ")", "[", "]", "'", "\\",
            "if", "for", "endfor", "endif", "in", "is", "not", "*", "**", "999999999", ".", ":", ",", "~", "range",
            "e9", "\ud83d", "\u0000");
        Random random = new Random(seed);
        RenderOptions variables = Fixtures.variables();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            StringBuilder text = new StringBuilder(cases.get(random.nextInt(cases.size())).get("template").asText());
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(text.length() + 1);
                int to = Math.min(text.length(), at + random.nextInt(4));
                text.replace(at, to, parts.get(random.nextInt(parts.size())));
            }
            try {
                assertTrue(ChatTemplate.of(text.toString(), SMALL).render(variables).length() <= 1 << 16);
            } catch (ChatException e) {
                assertTrue(!e.getMessage().isEmpty());
            } catch (RuntimeException | Error e) {
                throw new AssertionError("of the template\n" + text, e);
            }
        }
    }
}
