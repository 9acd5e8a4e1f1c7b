package dev.longrun.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.cluster.Layout.Recompute;
import dev.longrun.cluster.Layout.Sharding;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SearchTest {

    /** Any cost will do to test a search: compute, a bubble, and tensor, pipeline and data communication. */
    private static StepCost cost(SearchRequest request) {
        return at -> {
            double again = at.recompute == Recompute.FULL ? 4.0 / 3 : 1;
            double bubble = 1 + (at.pipeline - 1.0) / (at.interleave * at.microBatches);
            double tensor = 1 + 0.02 * (at.tensor - 1) + (at.tensor > 8 ? 1 : 0);
            double chunk = 1 + 0.1 / at.microBatch;
            return again * bubble * tensor * chunk + 0.01 * at.sharding.ordinal() + 0.001 * at.interleave
                + 0.002 * at.context + (at.sequenceParallel ? 0 : 0.001);
        };
    }

    private static SearchRequest request(Transformer model, int batch, int accelerators, Fixed fixed) {
        return new SearchRequest(model, 2048, batch, Precision.BF16, Samples.A100, Samples.FABRIC, accelerators,
            Practice.usual(), fixed);
    }

    @Test
    void gpt3() {
        SearchRequest request = request(Samples.gpt(96, 12_288, 96, 51_200), 1536, 1024, Fixed.nothing());
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            SearchResult result = new Search(SearchTest::cost, 1).search(request);
            System.out.println((System.nanoTime() - start) * 1e-9 + " s " + result.shapes() + " shapes "
                + result.examined() + " examined " + result.feasible() + " feasible " + result.refused());
            System.out.println(result.best() + "\n" + result.runnerUp());
            System.out.println(new Search(SearchTest::cost, 1).constraints(request, result));
        }
    }
}
