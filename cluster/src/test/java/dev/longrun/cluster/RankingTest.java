package dev.longrun.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.TableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where several layouts of one model were measured on one machine, the fastest is among the first three foretold. */
class RankingTest {

    @Test
    void theMeasuredBestIsAmongTheFirstThree() throws IOException {
        Map<String, List<Prediction>> sets = new LinkedHashMap<>();
        for (RunRow row : RunRow.all()) {
            if (!List.of("bloom-sweep", "vtrain-megatron-deepspeed").contains(row.text("group"))) {
                continue;
            }
            try {
                MeasuredRun run = MeasuredRun.of(row.row());
                if (run.seconds().isPresent()) {
                    Job job = run.job();
                    sets.computeIfAbsent(job.model() + " " + job.batch() + " " + job.precision() + " "
                        + job.layout().accelerators(), _ -> new ArrayList<>()).add(Prediction.of(run, false));
                }
            } catch (TableException e) {
                // Rows that do not divide are counted by the validation; they have no prediction to be ranked by.
                assertTrue(e.getMessage().contains("heads do not divide"), e.getMessage());
            }
        }
        List<String> missed = new ArrayList<>();
        int ranked = 0;
        for (List<Prediction> set : sets.values()) {
            set.sort(Comparator.comparingDouble(each -> each.time().seconds()));
            Prediction best = set.stream().min(Comparator.comparingDouble(
                each -> each.run().seconds().orElseThrow())).orElseThrow();
            if (set.size() > 3) {
                ranked++;
                if (set.indexOf(best) >= 3) {
                    missed.add(best.run().id() + " is number " + (set.indexOf(best) + 1) + " of " + set.size());
                }
            }
        }
        assertEquals(List.of(), missed);
        assertTrue(ranked >= 5, ranked + " sets of more than three layouts");
    }
}
