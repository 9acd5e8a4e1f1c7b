package dev.longrun.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.CsvTable;
import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;
import org.junit.jupiter.api.Test;


class RowModelTest {

    private static final String HEADER =
        "params_b,active_params_b,layers,hidden,ffn_hidden,heads,kv_heads,vocab,experts,topk\n";

    @Test
    void gatedWhereTheParametersSaySo() {
        Transformer llama = model("70.55,,80,8192,28672,64,8,128256,,");
        assertTrue(llama.gated());
        assertEquals(70.55e9, RowModel.parameters(llama), 0.01e9);
        assertFalse(model("175,,96,12288,,96,,51200,,").gated());
    }

    /** Widths as in the models' own configurations (Qwen3, arXiv 2505.09388; gpt-oss, arXiv 2508.10925). */
    @Test
    void expertsFromTotalAndActiveParameters() {
        Transformer qwen30 = model("30.5,3.3,48,2048,,32,4,151936,128,8");
        assertEquals(768, qwen30.experts().orElseThrow().width());
        assertEquals(128, qwen30.headWidth());
        Transformer qwen235 = model("235,22,94,4096,,64,4,151936,128,8");
        assertEquals(1536, qwen235.experts().orElseThrow().width());
        assertEquals(128, qwen235.headWidth());
        Transformer oss = model("116.8,5.1,36,2880,,64,8,201088,128,4");
        assertEquals(2880, oss.experts().orElseThrow().width());
        assertEquals(64, oss.headWidth());
    }

    @Test
    void latentAttentionFromTheTable() {
        Transformer deepSeek = model("671,37,61,7168,,128,,129280,256,8");
        assertEquals(512, deepSeek.latent().orElseThrow().keyRank());
        assertEquals(3, deepSeek.experts().orElseThrow().denseLayers());
        StepFlop flop = StepFlop.of(new Job(deepSeek, 1, 1, Precision.BF16, Samples.A100, Samples.FABRIC,
            new Layout(1, 1, 1, 1, 1, 1, 1, false, Sharding.NONE, Recompute.NONE)));
        // 37 billion active parameters count the embedding too, which no product has.
        assertEquals(37e9, (flop.layers() + 2 * flop.logits()) / 6, 1e9);
    }

    private static Transformer model(String cells) {
        return RowModel.of(new RowCells(CsvTable.of(HEADER + cells + "\n", "runs.csv").rows().getFirst()));
    }
}
