package dev.longrun.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HtmlTest {

    @Test
    void nothingCanLeaveItsPlace() {
        assertEquals("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;",
            Html.escape("<script>alert(\"1\")</script> & 'x'"));
    }

    @Test
    void controlsBecomePictures() {
        assertEquals("\u241b[31m\n\t\u2400", Html.escape("\u001b[31m\n\t\0"));
        assertEquals("\ufffdabc\ufffd", Html.escape("\u202eabc\u0085"));
    }

    @Test
    void pairsStayAndHalvesGo() {
        assertEquals("\ud83d\ude00 \ufffd \u00fc\u4e2d", Html.escape("\ud83d\ude00 \ud83d \u00fc\u4e2d"));
        assertEquals("\ufffd", Html.escape("\ude00"));
    }
}
