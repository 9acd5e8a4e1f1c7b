package dev.longrun.laws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An analysis and a backtest as JSON; what is not finite is null. */
public final class FitJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private FitJson() {
    }

    /** What {@code longrun fit --json} prints. */
    public static String of(Analysis analysis) {
        Fit fit = analysis.fit();
        Map<String, Object> all = new LinkedHashMap<>(head(fit));
        all.put("parameters", parameters(fit));
        all.put("objective", number(fit.objective()));
        all.put("seconds", object("fit", analysis.fitSeconds(), "bootstrap", analysis.bootstrapSeconds()));
        all.put("mean_error", number(fit.meanError(fit.ladder().points())));
        all.put("flags", analysis.flags());
        all.put("bootstrap", bootstrap(analysis.bootstrap()));
        all.put("profile", analysis.profile().points().stream().map(at -> object("E", Profile.asymptote(at),
            "objective_ratio", analysis.profile().ratio(at))).toList());
        fit.frontier().ifPresent(frontier -> {
            Interval exponent = Optimum.exponent(analysis.bootstrap());
            all.put("frontier", object("exponent_N", frontier.exponent(), "exponent_D", 1 - frontier.exponent(),
                "exponent_N_low_80", exponent.low(), "exponent_N_high_80", exponent.high()));
        });
        analysis.isoFlop().ifPresent(iso -> {
            Map<String, Object> levels = object("exponent_N", iso.exponent());
            levels.put("levels", iso.levels().stream().map(level -> object("flop", level.flop(), "N",
                level.parameters(), "loss", level.loss(), "runs", level.runs())).toList());
            all.put("isoflop", levels);
        });
        all.put("optima", analysis.optima().stream().map(best -> object("flop", best.flop(), "N", best.parameters(),
            "N_low", best.parametersBand().low(), "N_high", best.parametersBand().high(), "D", best.tokens(), "D_low",
            best.tokensBand().low(), "D_high", best.tokensBand().high())).toList());
        all.put("forecasts", analysis.forecasts().stream().map(FitJson::forecast).toList());
        all.put("rivals", analysis.rivals().stream().map(rival -> {
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("law", rival.law().name());
            each.put("points", rival.ladder().points().size());
            each.put("parameters", parameters(rival));
            return each;
        }).toList());
        return text(all);
    }

    /** What {@code longrun backtest --json} prints. */
    public static String of(Backtest test) {
        Map<String, Object> all = new LinkedHashMap<>(head(test.fit()));
        all.put("parameters", parameters(test.fit()));
        all.put("objective", number(test.fit().objective()));
        all.put("train_below_flop", test.below());
        all.put("held_out", test.forecasts().size());
        all.put("mean_error", number(test.meanError()));
        all.put("max_error", number(test.largestError()));
        all.put("signed_error", number(test.signedError()));
        all.put("coverage_80", number(test.coverage()));
        all.put("mean_half_width", number(test.meanHalfWidth()));
        all.put("forecasts", test.forecasts().stream().map(FitJson::forecast).toList());
        return text(all);
    }

    private static Map<String, Object> head(Fit fit) {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("law", fit.law().name());
        head.put("formula", fit.law().formula());
        head.put("source", fit.law().source());
        head.put("file", fit.ladder().label());
        head.put("points", fit.ladder().points().size());
        head.put("counting", fit.ladder().counting().isBlank() ? "not stated" : fit.ladder().counting());
        head.put("flop_per_parameter_and_token", number(fit.ladder().flopPerParameterAndToken()));
        head.put("loss_unit", fit.ladder().unit().isBlank() ? "not stated" : fit.ladder().unit());
        head.put("notes", fit.ladder().notes());
        head.put("method", fit.method());
        Map<String, Object> misfit = object("huber_delta", fit.misfit().delta());
        misfit.put("of_logarithms", fit.misfit().logarithmic());
        head.put("misfit", misfit);
        return head;
    }

    private static Map<String, Object> parameters(Fit fit) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        for (int i = 0; i < fit.parameters().size(); i++) {
            parameters.put(fit.law().parameters().get(i), number(fit.parameters().get(i)));
        }
        return parameters;
    }

    private static Map<String, Object> bootstrap(Bootstrap bootstrap) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("draws", bootstrap.draws().size());
        all.put("of", bootstrap.ofResiduals() ? "residuals" : "points");
        for (String name : bootstrap.fit().law().parameters()) {
            List<Object> ends = new ArrayList<>();
            for (double share : new double[] {0.8, 0.95}) {
                Interval interval = bootstrap.interval(name, share);
                ends.add(number(interval.low()));
                ends.add(number(interval.high()));
            }
            Map<String, Object> each = new LinkedHashMap<>();
            each.put("low_80", ends.get(0));
            each.put("high_80", ends.get(1));
            each.put("low_95", ends.get(2));
            each.put("high_95", ends.get(3));
            all.put(name, each);
        }
        return all;
    }

    private static Map<String, Object> forecast(Forecast forecast) {
        Point at = forecast.at();
        Map<String, Object> each = object("N", at.n(), "D", at.d(), "flop", at.flop(), "loss", forecast.loss(),
            "low_80",
            forecast.band().low(), "high_80", forecast.band().high(), "decades_beyond", forecast.decades());
        if (at.line() > 0) {
            each.put("line", at.line());
            each.put("actual", number(at.loss()));
        }
        Forecast.Parts parts = forecast.parts();
        each.put("band_parts", object("scatter", parts.scatter(), "bootstrap", parts.bootstrap(), "form", parts.form(),
            "way", parts.way()));
        return each;
    }

    private static Map<String, Object> object(Object... namesAndNumbers) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndNumbers.length; i += 2) {
            object.put((String) namesAndNumbers[i], number(((Number) namesAndNumbers[i + 1]).doubleValue()));
        }
        return object;
    }

    /** JSON has no word for what is not finite; a node can be null where a map's value should not. */
    private static Object number(double value) {
        return Double.isFinite(value) ? (Object) value : com.fasterxml.jackson.databind.node.NullNode.getInstance();
    }

    private static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
