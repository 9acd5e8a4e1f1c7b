package dev.longrun.plan;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longrun.page.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A law that stands in until a ladder of one's own is fitted, and how wide its 80 % band is for this run: the band of
 * the data file, wider for every factor of ten that N or D lies outside the range fitted on, and for other text.
 *
 * @param law the law
 * @param band half width of the 80 % interval, relative
 * @param reasons what the width is made of, in words
 */
public record LossPrior(LossLaw law, double band, List<String> reasons) {
    /** Added for each factor of ten outside the range: four times the mean miss of a backtest over one (0.9 %). */
    private static final double BAND_PER_DECADE = 0.04;
    /** Added where the text is of another kind: losses of published corpora at equal size differ by about so much. */
    private static final double BAND_OTHER_TEXT = 0.15;
    /** What other text counts for, in decades, when laws compete. */
    private static final double DISTANCE_OTHER_TEXT = 1.5;
    /** The corpus of laws fitted on text from the web, and the source of runs that name no text. */
    static final String WEB = "web";

    /** The laws of the data file. */
    public static List<LossLaw> laws() {
        return Laws.ALL;
    }

    /** The law by name. */
    public static LossLaw law(String name) {
        return Laws.ALL.stream().filter(law -> law.name().equals(name)).findFirst()
            .orElseThrow(() -> new PlanException("no loss law is called " + name));
    }

    /** The law nearest to a run: {@code n} as {@link ParameterCount#matricesAndHead()}, {@code bytes} of text read. */
    static LossPrior nearest(List<String> source, double n, double bytes) {
        LossLaw best = Laws.ALL.getFirst();
        for (LossLaw law : Laws.ALL) {
            if (distance(law, source, n, bytes) < distance(best, source, n, bytes)) {
                best = law;
            }
        }
        return of(best, source, n, bytes);
    }

    private static LossPrior of(LossLaw law, List<String> source, double n, double bytes) {
        double band = law.band();
        List<String> reasons = new ArrayList<>();
        reasons.add(Words.format("+-%.0f %%: %s", 100 * law.band(), law.bandReason()));
        double outsideN = law.decadesOutsideN(n);
        if (outsideN > 0) {
            band += BAND_PER_DECADE * outsideN;
            reasons.add(Words.format("+-%.0f %% more: N = %s lies outside the %s to %s it was fitted on",
                100 * BAND_PER_DECADE * outsideN, Words.count(n), Words.count(law.smallestN()),
                Words.count(law.largestN())));
        }
        double d = law.dataOf(bytes);
        double outsideD = law.decadesOutsideD(d);
        if (outsideD > 0) {
            band += BAND_PER_DECADE * outsideD;
            String unit = law.unit() == LossLaw.LossUnit.BITS_PER_BYTE ? "bytes" : "tokens";
            reasons.add(Words.format("+-%.0f %% more: D = %s %s lies outside the %s to %s it was fitted on",
                100 * BAND_PER_DECADE * outsideD, Words.count(d), unit, Words.count(law.smallestD()),
                Words.count(law.largestD())));
        }
        if (!sameText(law, source)) {
            band += BAND_OTHER_TEXT;
            reasons.add(Words.format("+-%.0f %% more: fitted on %s, this run reads %s", 100 * BAND_OTHER_TEXT,
                law.corpus(), String.join(", ", source)));
        }
        return new LossPrior(law, Math.min(band, 0.9), reasons);
    }

    private static double distance(LossLaw law, List<String> source, double n, double bytes) {
        double distance = law.decadesOutsideN(n) + law.decadesOutsideD(law.dataOf(bytes));
        if (sameText(law, source)) {
            return distance;
        }
        // Unknown text is more likely to be like the web than like one program's source.
        boolean unknown = law.corpus().equals(WEB) && Laws.ALL.stream().noneMatch(each -> sameText(each, source));
        return distance + (unknown ? DISTANCE_OTHER_TEXT / 3 : DISTANCE_OTHER_TEXT);
    }

    private static boolean sameText(LossLaw law, List<String> source) {
        return source.equals(List.of(law.corpus()));
    }

    private static final class Laws {
        static final List<LossLaw> ALL = read();

        private static List<LossLaw> read() {
            try (InputStream in = LossPrior.class.getResourceAsStream("loss-laws.json")) {
                return List.of(JsonMapper.builder().build().readValue(in, LossLaw[].class));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
