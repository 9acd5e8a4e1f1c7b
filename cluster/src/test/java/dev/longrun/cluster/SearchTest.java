package dev.longrun.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.cluster.Layout.Recompute;
import dev.longrun.cluster.Layout.Sharding;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SearchTest {

    private static final Transformer GPT3 = Samples.gpt(96, 12_288, 96, 51_200);

    /** Any cost will do to test a search; this one wants everything a little. */
    private static StepCost cost(SearchRequest request) {
        return at -> {
            double again = at.recompute == Recompute.FULL ? 4.0 / 3 : 1;
            double bubble = 1 + (at.pipeline - 1.0) / (at.interleave * at.microBatches);
            double tensor = 1 + 0.02 * (at.tensor - 1) + (at.tensor > 8 ? 1 : 0);
            double sequences = (double) at.data * at.microBatch * at.microBatches;
            return sequences * again * bubble * tensor * (1 + 0.1 / at.microBatch) + 0.01 * at.sharding.ordinal()
                + 0.001 * at.interleave + 0.002 * at.context + 0.003 * at.expert + (at.sequenceParallel ? 0 : 0.001);
        };
    }

    private static SearchRequest request(Transformer model, int batch, int accelerators, Chip chip, Fixed fixed) {
        return new SearchRequest(model, 2048, batch, Precision.BF16, chip, Samples.FABRIC, accelerators,
            Software.GRAPHED, fixed);
    }

    private static SearchResult search(SearchRequest request, int threads) {
        return new Search(SearchTest::cost, threads).search(request);
    }

    @Test
    void aSearchFindsWhatTryingEverythingFinds() {
        // Memory that a part of the layouts bursts, so that best under memory is not best of all.
        List<SearchRequest> requests = List.of(
            request(Samples.gpt(6, 1024, 12, 50_000), 24, 12, Samples.chip(2.6, 4), Fixed.nothing()),
            request(Samples.gpt(5, 2048, 8, 32_000), 16, 8, Samples.chip(4, 8), Fixed.nothing()),
            request(Samples.mixture(4, 512, 8, 16, 2, 1), 16, 16, Samples.chip(2.2, 4), Fixed.nothing()));
        for (SearchRequest request : requests) {
            BruteForce all = BruteForce.of(request, cost(request));
            SearchResult found = search(request, 1);
            assertEquals(all.best(), found.best().orElseThrow());
            assertEquals(all.feasible(), found.feasible());
            assertEquals(all.refused(), found.examined() - found.feasible());
            assertTrue(all.refused() > 0 && all.feasible() > 0);
        }
    }

    @Test
    void theAnswerIsTheSameAtAnyNumberOfThreads() {
        SearchRequest request = request(GPT3, 1536, 256, Samples.A100, Fixed.nothing());
        SearchResult one = search(request, 1);
        assertEquals(one, search(request, 3));
        assertEquals(one, search(request, 8));
    }

    @Test
    void whatIsGivenStays() {
        Fixed fixed = new Fixed(OptionalInt.of(4), OptionalInt.of(16), OptionalInt.of(2), OptionalInt.empty(),
            OptionalInt.of(1), OptionalInt.empty(), OptionalInt.of(2), Optional.of(false),
            Optional.of(Sharding.OPTIMIZER), Optional.of(Recompute.FULL));
        SearchResult found = search(request(GPT3, 1536, 1024, Samples.A100, fixed), 1);
        assertEquals(1, found.examined());
        Layout expected = new Layout(4, 16, 2, 16, 1, 1, 2, false, Sharding.OPTIMIZER, Recompute.FULL);
        assertEquals(expected, found.best().orElseThrow().layout());
        assertEquals(expected, search(request(GPT3, 1536, 1024, Samples.A100, Fixed.to(expected)), 1).best()
            .orElseThrow().layout());
    }

    @Test
    void theRunnerUpHasAnotherShape() {
        SearchResult found = search(request(GPT3, 1536, 1024, Samples.A100, Fixed.nothing()), 1);
        Layout best = found.best().orElseThrow().layout();
        Layout second = found.runnerUp().orElseThrow().layout();
        assertFalse(best.tensor() == second.tensor() && best.pipeline() == second.pipeline()
            && best.data() == second.data());
        assertTrue(found.runnerUp().orElseThrow().stepSeconds() >= found.best().orElseThrow().stepSeconds());
    }

    @Test
    void tensorRanksLeaveTheDomainOnlyWhenNothingElseFits() {
        Transformer wide = Samples.gpt(1, 8192, 64, 1000);
        SearchResult usual = search(request(wide, 1, 16, Samples.chip(80, 4), Fixed.nothing()), 1);
        assertEquals("", usual.remark());
        assertTrue(usual.best().orElseThrow().layout().tensor() <= 4);
        SearchResult beyond = search(request(wide, 1, 16, Samples.chip(3, 4), Fixed.nothing()), 1);
        assertTrue(beyond.best().orElseThrow().layout().tensor() > 4, beyond.toString());
        assertTrue(beyond.remark().contains("within a link domain"), beyond.remark());
    }

    @Test
    void aRefusalSaysWhatBursts() {
        SearchResult none = search(request(GPT3, 8, 8, Samples.A100, Fixed.nothing()), 1);
        assertTrue(none.best().isEmpty());
        assertTrue(none.remark().startsWith("none of ") && none.remark().contains("most often too much: "),
            none.remark());
    }

    @Test
    void aLayoutThatCannotDivideSaysWhy() {
        Fixed five = new Fixed(OptionalInt.of(5), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(),
            OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty(),
            Optional.empty());
        SearchResult none = search(request(GPT3, 1536, 1024, Samples.A100, five), 1);
        assertEquals("no number of tensor ranks (5 asked for) divides 1024 accelerators and 96 heads",
            none.remark());
        SearchResult odd = search(request(GPT3, 7, 1021, Samples.A100, Fixed.nothing()), 1);
        assertEquals("no number of data ranks divides both the batch of 7 sequences and 1021 accelerators beside the "
            + "other ranks", odd.remark());
    }

    @Test
    void constraintsAreHeldAgainstTheBest() {
        SearchRequest request = request(GPT3, 1536, 1024, Samples.A100, Fixed.nothing());
        Search search = new Search(SearchTest::cost, 1);
        for (Constraint constraint : search.constraints(request, search.search(request))) {
            boolean relaxes = constraint.words().contains("allowed") || constraint.words().contains("larger");
            assertTrue(!relaxes || constraint.gain() >= 0, constraint.toString());
            assertTrue(!constraint.words().startsWith("nothing computed") || constraint.gain() <= 0,
                constraint.toString());
        }
    }
}
