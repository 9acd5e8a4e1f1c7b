package dev.longrun.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ChartsTest {

    private static final String HOSTILE = "<script>\"&'";

    @Test
    void barsLieWhereTheirValuesDo() throws Exception {
        Document svg = parse(new Bars(600, "Cost " + HOSTILE)
            .add(new Bars.Bar("first", 0, 40, "train", "$40", 30, 60))
            .add(new Bars.Bar("second " + HOSTILE, 40, 100, "valid", HOSTILE))
            .add(new Bars.Bar("broken", 0, Double.NaN, "train", "")).centre(20, "all " + HOSTILE)
            .svg("USD", Words::plain));
        List<Element> rects = all(svg, "rect");
        assertEquals(2, rects.size());
        double perUnit = number(rects.get(0), "width") / 40;
        assertEquals(60 * perUnit, number(rects.get(1), "width"), 0.2);
        assertEquals(number(rects.get(0), "x") + 40 * perUnit, number(rects.get(1), "x"), 0.2);
        List<Element> whiskers = all(svg, "line").stream().filter(l -> l.getAttribute("class").equals("whisker"))
            .toList();
        assertEquals(1, whiskers.size());
        assertEquals(30 * perUnit, number(whiskers.getFirst(), "x2") - number(whiskers.getFirst(), "x1"), 0.2);
        within(svg, 600);
    }

    @Test
    void tornadoesReachToBothSides() throws Exception {
        Document svg = parse(new Bars(600, "Days").centre(200, "median")
            .add(new Bars.Bar("a", 150, 400, "forecast", ""))
            .add(new Bars.Bar("b", 220, 190, "forecast", "")).svg("days", Words::plain));
        double centre = all(svg, "line").stream().filter(l -> l.getAttribute("class").equals("centre"))
            .mapToDouble(l -> number(l, "x1")).findFirst().orElseThrow();
        for (Element rect : all(svg, "rect")) {
            double from = number(rect, "x");
            assertTrue(from < centre && from + number(rect, "width") > centre);
        }
    }

    @Test
    void histogramsHaveHeightsByShare() throws Exception {
        Histogram histogram = new Histogram(600, 240, "When " + HOSTILE);
        for (int i = 0; i < 30; i++) {
            histogram.add(new Histogram.Bin("2024-" + i, i / 435.0, i == 29 ? "mark" : "forecast", HOSTILE));
        }
        Document svg = parse(histogram.flag(6.5, "promised").flag(29.9, "a long text at the right end").svg());
        List<Element> rects = all(svg, "rect");
        assertEquals(30, rects.size());
        assertEquals(0, number(rects.getFirst(), "height"), 0.1);
        assertEquals(2, number(rects.get(28), "height") / number(rects.get(14), "height"), 0.02);
        within(svg, 600);
    }

    @Test
    void nothingIsAChartToo() throws Exception {
        parse(new Bars(300, "none").svg("", Words::plain));
        parse(new Histogram(300, 100, "none").svg());
    }

    /** Nothing lies outside the frame. */
    private static void within(Document svg, double width) {
        for (Element rect : all(svg, "rect")) {
            assertTrue(number(rect, "x") >= 0 && number(rect, "x") + number(rect, "width") <= width + 0.1);
        }
    }

    private static Document parse(String svg) throws Exception {
        assertTrue(!svg.contains("<script>") && !svg.contains("NaN"), svg);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<Element> all(Document svg, String name) {
        NodeList nodes = svg.getElementsByTagName(name);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
