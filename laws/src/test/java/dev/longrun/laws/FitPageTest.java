package dev.longrun.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class FitPageTest {

    private static Analysis analysis(Law law, double... parameters) {
        Ladder made = SyntheticFitTest.ladder(law, parameters, .004);
        return Analysis.of(law, new Ladder("<b>x</b>.csv", made.points(), "", "", List.of("a note")),
            List.of(Target.of("C=1e23")), 0, 60, 2);
    }

    @Test
    void thePageIsWholeAndSafe() {
        for (Analysis analysis : List.of(analysis(new Chinchilla(), SyntheticFitTest.KNOWN),
            analysis(new ComputeLaw(), 60, 1.6, .1), analysis(new PowerLaw(), 25, .05),
            analysis(new OverTraining(), 210, 360, 1.8, .137))) {
            String page = FitPage.html(analysis);
            assertTrue(page.contains("<svg"));
            assertTrue(page.contains("Loss against compute") && page.contains("a note"));
            assertFalse(page.contains("NaN") || page.contains("Infinity") || page.contains("<script"), page);
            assertFalse(page.contains("<b>x"));
        }
    }

    @Test
    void jsonHasTheFit() throws Exception {
        JsonNode json = JsonMapper.builder().build().readTree(FitJson.of(analysis(new Chinchilla(),
            SyntheticFitTest.KNOWN)));
        assertEquals("chinchilla", json.get("law").asText());
        for (String name : new Chinchilla().parameters()) {
            double best = json.get("parameters").get(name).asDouble();
            JsonNode band = json.get("bootstrap").get(name);
            assertTrue(band.get("low_95").asDouble() <= best && band.get("high_95").asDouble() >= best, name);
        }
        JsonNode forecast = json.get("forecasts").get(0);
        assertTrue(forecast.get("low_80").asDouble() < forecast.get("loss").asDouble());
        assertTrue(json.get("optima").get(0).get("N").asDouble() > 1e9);
        assertTrue(json.get("flags").size() >= 2 && json.get("seconds").get("fit").asDouble() > 0);
    }
}
