package dev.longrun.train;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run on machines of other vector widths ends in the same bits. */
class WidthOfVectorsTest {

    @TempDir
    private Path folder;

    @Test
    void vectorsOf128And256And512BitsTrainTheSame() throws IOException, InterruptedException {
        TinyRun whole = TinyRun.in(folder, "training.tokens=2560");
        whole.train();
        for (int bytes : new int[] {16, 32, 64}) {
            TinyRun other = whole.at(8 * bytes + " bits");
            try (ChildRun child = ChildRun.start(other, 0, "-XX:MaxVectorSize=" + bytes)) {
                child.awaitEnd();
                child.awaitLine("FINISHED");
            }
            Compared.assertSameBits(whole, other);
        }
    }
}
